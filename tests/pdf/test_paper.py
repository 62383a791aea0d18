"""The paper, read back by other libraries: signatures, archive format, glyphs, code, attachment."""

from __future__ import annotations

import io
import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import page
import pdfplumber
import pypdfium2
import pytest
import zxingcpp

from tests.conftest import start
from tests.support.signed_watch import SignedWatch, signed_watch
from zbyj_duty.core.errors import PaperTrouble
from zbyj_duty.pdf.archive import attachment_of
from zbyj_duty.pdf.document import Column, Heading, PaperDocument, Row, Table, Text
from zbyj_duty.pdf.fonts import missing_glyphs
from zbyj_duty.pdf.overlay import with_print_count
from zbyj_duty.pdf.render import render
from zbyj_duty.reports.compose import SNAPSHOT_FILE

RARE = "䶮𬭎堃𠮷"


@pytest.fixture(scope="module")
def watch(template: Path, tmp_path_factory: pytest.TempPathFactory) -> SignedWatch:
    """A watch signed by all three."""
    return signed_watch(template, tmp_path_factory.mktemp("paper"), start())


def document(*blocks: object, draft: bool = False) -> PaperDocument:
    return PaperDocument(
        title="淄博市应急管理局值班报告",
        subtitle="2026年11月23日",
        number="值报〔2026〕1号",
        head="12:ABCDE-FGHIJ-KLMNO-PQRST",
        entries="1—12",
        qr="ZBYJ1|00000000|值报〔2026〕1号|12:ABCDE-FGHIJ-KLMNO-PQRST|1-12",
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        blocks=blocks,  # type: ignore[arg-type]
        draft=draft,
    )


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(p.extract_text() for p in opened.pages)


def test_pdfsig_finds_three_valid_signatures(watch: SignedWatch, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(watch.newest)
    told = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True).stdout
    assert told.count("Signature is Valid.") == 3
    assert "Total document signed" in told
    assert "Signature is Invalid" not in told


def test_the_paper_is_pdf_a_3u_before_signing(watch: SignedWatch) -> None:
    report = page.validate_pdf_bytes(watch.revisions[0], profile=page.ValidationProfile.PDF_A_3U)
    assert report.is_compliant, [f"{f.rule_id} {f.message}" for f in report.failures]
    assert report.rules.passed > 100


def test_rare_characters_stand_on_paper_and_in_the_copied_text() -> None:
    pdf = render(document(Heading("一、值班日志"), Text(f"曹𬭎、于{RARE}报告"))).pdf
    assert f"于{RARE}报告" in text_of(pdf).replace("\n", "")
    assert missing_glyphs(RARE) == ()


def test_a_character_without_a_glyph_is_named_and_nothing_is_dropped() -> None:
    with pytest.raises(PaperTrouble) as caught:
        render(document(Text("字\U00032000字")))
    assert caught.value.code == "paper.missing_glyphs"
    assert caught.value.facts["characters"] == "\U00032000"


def test_the_watch_log_is_attached_as_json(watch: SignedWatch) -> None:
    attached = attachment_of(watch.newest, SNAPSHOT_FILE)
    assert attached is not None
    told = json.loads(attached)
    assert any("䶮𬭎" in line["text"] for line in told["lines"])


def test_every_page_says_number_page_head_and_range_and_bears_the_code(watch: SignedWatch) -> None:
    with pdfplumber.open(io.BytesIO(watch.newest)) as opened:
        texts = [p.extract_text() for p in opened.pages]
    pages = pypdfium2.PdfDocument(watch.newest)
    for number, text in enumerate(texts):
        assert f"第 {number + 1} 页 共 {len(texts)} 页" in text and "值报〔2026〕1号" in text
        head = re.search(r"链首 (\d+:[A-Z2-7-]+)\s+记录 (\d+—\d+)", text)
        assert head, text
        codes = zxingcpp.read_barcodes(pages[number].render(scale=3).to_pil())
        assert head.group(1) in codes[0].text


def test_struck_lines_are_struck_and_late_ones_marked(watch: SignedWatch) -> None:
    text = re.sub(r"\s", "", text_of(watch.newest))
    assert text.count("划去：") == 2 and "更正2：" in text
    with pdfplumber.open(io.BytesIO(watch.newest)) as opened:
        words = opened.pages[0].extract_words()
        rules = [line for line in opened.pages[0].lines if line["width"] > 20]
    struck = next(w for w in words if w["text"].startswith("询问水位，答"))
    middle = (struck["top"] + struck["bottom"]) / 2
    assert any(abs(line["top"] - middle) < 4 and line["x0"] <= struck["x0"] + 1 for line in rules)


def test_a_draft_says_so_across_each_page() -> None:
    pdf = render(document(Text("一"), draft=True)).pdf
    assert {"草", "稿"} <= set(text_of(pdf))
    assert not {"草", "稿"} & set(text_of(render(document(Text("一"))).pdf))


def test_600_lines_keep_every_row_and_repeat_the_head() -> None:
    columns = (Column("日号", 10), Column("时间", 10), Column("内容", 80))
    rows = tuple(
        Row((f"{n:03d}", f"{n % 24}:{n % 60:02d}", f"第{n}条：园区氨气味，阀门已关闭" * 2))
        for n in range(600)
    )
    pdf = render(document(Heading("一、值班日志"), Table(columns, rows))).pdf
    text = text_of(pdf)
    assert all(f"第{n}条" in text for n in range(600))
    pages = len(pypdfium2.PdfDocument(pdf))
    assert text.count("日号") == pages > 10


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(document(Text("同一份"))).pdf == render(document(Text("同一份"))).pdf


def test_a_very_long_word_is_broken_and_not_cut() -> None:
    word = "A" * 400
    assert word in re.sub(r"\s", "", text_of(render(document(Text(word))).pdf))


def test_the_count_of_prints_lies_over_a_copy_only(watch: SignedWatch) -> None:
    copy = with_print_count(watch.newest, 3, datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
    assert "第 3 次打印" in text_of(copy) and "次打印" not in text_of(watch.newest)
