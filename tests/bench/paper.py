"""600 log lines to PDF against a reportlab LongTable of Paragraph cells with the same rows and the same font."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from reportlab.lib.colors import grey
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from tests.bench.measure import Figure, in_turns
from zbyj_duty.core.clock import at_beijing
from zbyj_duty.pdf import fonts
from zbyj_duty.pdf.document import Table
from zbyj_duty.pdf.layout import BOTTOM, CELL_LEADING, CELL_PAD, CELL_SIZE, LEFT, PAGE, RIGHT, TOP, WIDTH
from zbyj_duty.pdf.render import render
from zbyj_duty.reports.compose import compose_report

LINES = 600
REPETITIONS = 7
_START = at_beijing(datetime(2026, 11, 22, tzinfo=UTC).date(), 8, 30)
_TEXTS = (
    "接班，值班电话试通正常，卫星电话12部在位",
    "大雾黄色预警延至12时，已转沂源、博山、高速交警",
    "关于做好岁末年初值班工作的通知（电〔2026〕112号），送办公室阅处，要求各区县11月25日17:00前反馈",
    "询问大芦湖水库水位，答 12.41 m，无异常",
    "起凤镇一企业氨气泄漏，3人送医，消防已到场；企业已停产，阀门关闭，周边 500 m 内群众疏散，空气监测 35 ppm 并持续下降",
    "电话报告桓台氨气泄漏；指示：查明伤情，一小时一报，续报不得晚于15:30，重大情况随时报",
    "G22 沂源段大雾，能见度不足 100 米，收费站临时封闭，交警高速支队 K318+200 处分流，联系电话 0533-1001007",
    "池上镇一处荒草着火，18:25扑灭，无人员伤亡",
    "“四不两直”检查：“某某化工”未按规定佩戴防护用品（2人），已责令改正《安全生产法》第四十五条",
)
_PARTIES = ("市气象局", "桓台县", "省应急厅", "带班领导 周立新", "高速交警", "")
_KINDS = ("来电", "去电", "来文", "指示", "记事", "调度")


def measure() -> list[Figure]:
    """Return the figure of a 600-line report."""
    snapshot = sample_snapshot(LINES)
    made_at = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    rows = next(b for b in compose_report(snapshot, {}, made_at).blocks if isinstance(b, Table))
    ours, reference = in_turns(
        lambda: render(compose_report(snapshot, {}, made_at)), lambda: long_table(rows), REPETITIONS
    )
    return [Figure(f"{LINES} log lines to PDF / reportlab LongTable", ours, reference, 1.0)]


def long_table(table: Table) -> bytes:
    """Set the rows the usual way."""
    fonts.font(fonts.SERIF)
    style = ParagraphStyle(
        "cell", fontName=fonts.SERIF, fontSize=CELL_SIZE, leading=CELL_LEADING, wordWrap="CJK"
    )
    whole = sum(column.share for column in table.columns)
    cells: list[list[Any]] = [[Paragraph(c.title, style) for c in table.columns]]
    cells += [[Paragraph(cell.replace("\n", "<br/>"), style) for cell in row.cells] for row in table.rows]
    made = LongTable(cells, colWidths=[WIDTH * c.share / whole for c in table.columns], repeatRows=1)
    made.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, grey),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL_PAD),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PAD),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("FONTNAME", (0, 0), (-1, -1), fonts.SERIF),
        ]
    )
    buffer = io.BytesIO()
    margins = {"leftMargin": LEFT, "rightMargin": RIGHT, "topMargin": TOP, "bottomMargin": BOTTOM}
    SimpleDocTemplate(buffer, pagesize=PAGE, initialFontName=fonts.SERIF, **margins).build([made])
    return buffer.getvalue()


def sample_snapshot(lines: int) -> dict[str, Any]:
    """Return a frozen watch with that many lines of mixed text; every 40th struck, every 50th late."""
    watch = {
        "date": "2026-11-22",
        "ordinal": 1,
        "reference": "2026-11-22",
        "words": "2026年11月22日 星期日",
        "planned_end": _words(_START + timedelta(days=1)),
        "started_at": _words(_START),
        "members": [_member("王海燕", "head"), _member("李振宇", "crew"), _member("周立新", "leader")],
    }
    return {
        "format": 1,
        "bureau": "淄博市应急管理局",
        "sample": True,
        "store": "0" * 32,
        "watch": watch,
        "range": [1, lines + 20],
        "offered_at": _words(_START + timedelta(hours=23)),
        "lines": [_line(n, lines) for n in range(1, lines + 1)],
        "system_lines": [],
        "added": [],
        "sections": {},
        "items": [],
        "reservations": [],
        "earlier": [],
        "waiver": None,
        "how": "normal",
        "accepted_at": _words(_START + timedelta(days=1)),
        "paper_number": 12,
        "outgoing": {"id": 1, "name": "王海燕", "signs": True},
        "incoming": {"id": 2, "name": "曹𬭎", "signs": True},
        "next_watch": watch,
        "head": {"count": lines + 20, "hash": "5a" * 32},
    }


def _member(name: str, part: str) -> dict[str, Any]:
    more = {"title": "科长", "post": "指挥调度", "number": "12000000101", "person_id": 1}
    return {"name": name, "part": part, "reason": "", "left_at": None, **more}


def _line(n: int, lines: int) -> dict[str, Any]:
    at = _START + timedelta(minutes=n * 1440 / (lines + 2))
    strike = {"reason": "数字记反", "by": "李振宇", "at": _words(at), "successor": n + 1}
    return {
        "day": n,
        "year": 2026,
        "number": 4000 + n,
        "seq": n,
        "kind": _KINDS[n % len(_KINDS)],
        "occurred_at": _words(at),
        "recorded_at": _words(at),
        "late": 52 if n % 50 == 0 else 0,
        "late_reason": "线路中断" if n % 50 == 0 else "",
        "party": _PARTIES[n % len(_PARTIES)],
        "text": f"{_TEXTS[n % len(_TEXTS)]}（{n}）",
        "author": ("王海燕", "李振宇", "曹𬭎")[n % 3],
        "corrects": None,
        "strike": strike if n % 40 == 0 else None,
    }


def _words(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
