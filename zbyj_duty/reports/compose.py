"""A frozen snapshot of a watch becomes a paper. Nothing is asked of the store: the snapshot alone speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zbyj_duty.core.clock import beijing, instant_words, time_words
from zbyj_duty.pdf.document import (
    Attachment,
    Block,
    Column,
    Heading,
    KeyValues,
    PageBreak,
    PaperDocument,
    Row,
    SignatureBox,
    Signatures,
    Table,
    Text,
)
from zbyj_duty.pdf.fonts import missing_glyphs
from zbyj_duty.store.ledger import short_hash
from zbyj_duty.store.types import canonical_json

SNAPSHOT_FILE = "值班记录.json"
SectionMaker = Callable[[Any], tuple[Block, ...]]
_DIGITS = "一二三四五六七八九十"
_PARTS = {"head": "值班长", "crew": "值班员", "standby": "备勤", "leader": "带班领导", "deputy": "副带班"}
_LOG_COLUMNS = (
    Column("日号", 8),
    Column("时间", 9.5),
    Column("类别", 7.5),
    Column("对方", 13),
    Column("内容", 51.5),
    Column("记录人", 10.5),
)


def compose_report(
    snapshot: dict[str, Any], sections: Mapping[str, SectionMaker], made_at: datetime
) -> PaperDocument:
    """Return the watch report of a snapshot; a draft while it is not accepted.

    Args:
        snapshot: as frozen by the handover.
        sections: by slice, how its part is set.
        made_at: instant for the file's metadata.
    """
    original, snapshot = snapshot, spelled(snapshot)
    draft = snapshot["accepted_at"] is None
    count, digest = snapshot["head"]["count"], bytes.fromhex(snapshot["head"]["hash"])
    head = f"{count}:{short_hash(digest)}"
    number = report_number(snapshot)
    low, high = snapshot["range"]
    blocks: list[Block] = [*_cover(snapshot, head), *_log(snapshot)]
    parts = [
        *(
            maker(snapshot["sections"][name])
            for name, maker in sections.items()
            if snapshot["sections"].get(name)
        ),
        _sheet(snapshot),
    ]
    for order, part in enumerate(parts, 1):
        blocks += _numbered(part, order)
    blocks += [PageBreak(), Heading("签字"), *_waiver(snapshot), Signatures(_boxes(snapshot))]
    blocks += _annex(snapshot)
    return PaperDocument(
        title=f"{snapshot['bureau']}值班报告",
        subtitle=snapshot["watch"]["words"],
        number=number,
        head=head,
        entries=f"{low}—{high}",
        qr=f"ZBYJ1|{snapshot['store'][:8]}|{number}|{head}|{low}-{high}",
        created_at=made_at,
        blocks=tuple(blocks),
        draft=draft,
        sample=snapshot["sample"],
        attachments=(
            Attachment(
                SNAPSHOT_FILE, canonical_json(original).encode(), "application/json", "本班记录（冻结快照）"
            ),
        ),
    )


def spelled(value: Any) -> Any:
    """Return JSON values in which a character that no shipped font has stands as 〔U+1F600〕: named, never dropped.

    The attached record keeps the character itself.
    """
    missing = {c: f"〔U+{ord(c):04X}〕" for c in missing_glyphs(canonical_json(value))}
    return _respelled(value, str.maketrans(missing)) if missing else value


def _respelled(value: Any, table: dict[int, str]) -> Any:
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {key: _respelled(inner, table) for key, inner in value.items()}
    return [_respelled(inner, table) for inner in value] if isinstance(value, list) else value


def report_number(snapshot: dict[str, Any]) -> str:
    """Return 值报〔2026〕12号, or 值报（草稿）."""
    if snapshot["paper_number"] is None:
        return "值报（草稿）"
    year = beijing(datetime.fromisoformat(snapshot["accepted_at"])).year
    return f"值报〔{year}〕{snapshot['paper_number']}号"


def _cover(snapshot: dict[str, Any], head: str) -> list[Block]:
    watch = snapshot["watch"]
    strike = sum(1 for line in snapshot["lines"] if line["strike"])
    late = sum(1 for line in snapshot["lines"] if line["late"])
    pairs = [
        ("值班日", watch["words"]),
        ("带班领导", _names(watch, "leader", "deputy")),
        ("值班人员", _names(watch, "head", "crew")),
    ]
    if standby := _names(watch, "standby"):
        pairs.append(("备勤", standby))
    pairs += [
        ("接班时间", _instant(watch["started_at"])),
        ("交班时间", _instant(snapshot["accepted_at"]) if snapshot["accepted_at"] else "尚未交班"),
        ("日志", f"{len(snapshot['lines'])} 条，其中划去 {strike} 条、补记 {late} 条"),
        ("未办结", f"{sum(1 for i in snapshot['items'] if i['kind'] == 'matter')} 项"),
        ("记录链", f"{head}，第 {snapshot['range'][0]} 至 {snapshot['range'][1]} 条"),
    ]
    return [KeyValues(tuple(pairs))]


def _names(watch: dict[str, Any], *parts: str) -> str:
    found = [m for part in parts for m in watch["members"] if m["part"] == part]
    words = []
    for member in found:
        more = "，".join(
            word
            for word in (
                member["post"] if member["post"] != _PARTS[member["part"]] else "",
                member["title"] if member["part"] in ("leader", "deputy") else "",
                _PARTS[member["part"]] if member["part"] in ("head", "deputy") else "",
                f"替班：{member['reason']}" if member["reason"] else "",
                f"{_instant(member['left_at'])}离岗" if member["left_at"] else "",
            )
            if word
        )
        words.append(f"{member['name']}（{more}）" if more else member["name"])
    return "、".join(words)


def _log(snapshot: dict[str, Any]) -> list[Block]:
    if not snapshot["lines"]:
        return [Heading("一、值班日志"), Text("本班没有日志记录。")]
    rows = tuple(_log_row(line) for line in snapshot["lines"])
    return [Heading("一、值班日志"), Table(_LOG_COLUMNS, rows)]


def _log_row(line: dict[str, Any]) -> Row:
    text = line["text"]
    if line["corrects"]:
        text = f"更正 {line['corrects']}：{text}"
    if line["late"]:
        delay = f"【补记，晚 {_span(line['late'])}"
        text += delay + (f"，{line['late_reason']}】" if line["late_reason"] else "】")
    strike = line["strike"]
    if strike:
        after = f"，见 {strike['successor']}" if strike["successor"] else "，作废"
        text += f"（{strike['by']} {_time(strike['at'])} 划去：{strike['reason']}{after}）"
    number = f"{line['day']:03d}\n({line['number']})"
    cells = (number, _time(line["occurred_at"]), line["kind"], line["party"] or "—", text, line["author"])
    return Row(cells, struck=bool(strike))


def _sheet(snapshot: dict[str, Any]) -> tuple[Block, ...]:
    items = snapshot["items"]
    blocks: list[Block] = [Heading("交接单")]
    matters = [i for i in items if i["kind"] == "matter"]
    things = [i for i in items if i["kind"] == "thing"]
    added = [i for i in items if i["kind"] == "added"]
    if matters:
        blocks += [Heading("未办结事项", 2), _item_table(matters, ("来源", "事项", "开始", "查看", "说明"))]
    else:
        blocks.append(Text("没有未办结事项。"))
    if things:
        blocks += [Heading("交接物品", 2), _thing_table(things)]
    if added:
        blocks += [
            Heading("提交后新增（属下一班）", 2),
            _item_table(added, ("来源", "事项", "", "查看", "说明")),
        ]
    for words, entries in (("保留意见", snapshot["reservations"]),):
        if entries:
            blocks += [Heading(words, 2), *(Text(f"{e['text']}（{e['by']}）") for e in entries)]
    if snapshot["earlier"]:
        blocks += [
            Heading("此前的提交", 2),
            *(Text(f"{e['how']}：{e['reason']}（{e['by']}）") for e in snapshot["earlier"]),
        ]
    return tuple(blocks)


def _item_table(items: list[dict[str, Any]], titles: tuple[str, ...]) -> Table:
    columns = tuple(Column(t, s) for t, s in zip(titles, (10, 50, 16, 16, 16), strict=True))
    rows = tuple(
        Row((i["source"], i["title"], _short(i["since"]), _ticked(i), i["note"]), red=i["ticked_at"] is None)
        for i in items
    )
    return Table(columns, rows)


def _thing_table(items: list[dict[str, Any]]) -> Table:
    columns = (
        Column("物品", 34),
        Column("应有", 10),
        Column("实有", 10),
        Column("查看", 20),
        Column("说明", 26),
    )
    rows = []
    for item in items:
        wrong = item["expected"] is not None and item["quantity"] != item["expected"]
        expected = "—" if item["expected"] is None else str(item["expected"])
        found = "—" if item["quantity"] is None else str(item["quantity"])
        rows.append(Row((item["title"], expected, found, _ticked(item), item["note"]), red=wrong))
    return Table(columns, tuple(rows))


def _ticked(item: dict[str, Any]) -> str:
    return f"{item['ticked_by']} {_time(item['ticked_at'])}" if item["ticked_at"] else "未查看"


def _waiver(snapshot: dict[str, Any]) -> list[Block]:
    waiver = snapshot["waiver"]
    if waiver is None:
        return []
    words = "；".join(waiver["blockers"])
    return [
        Text(
            f"带班领导放行：{waiver['leader']}，{_instant(waiver['at'])}。理由：{waiver['reason']}。",
            red=True,
        ),
        Text(f"放行事项：{words}。", red=True),
    ]


def _boxes(snapshot: dict[str, Any]) -> tuple[SignatureBox, ...]:
    leader = next((m for m in snapshot["watch"]["members"] if m["part"] == "leader"), None)
    return (
        _box("outgoing", "交班人", snapshot["outgoing"], snapshot),
        _box("incoming", "接班人", snapshot["incoming"], snapshot),
        SignatureBox("leader", "带班领导", leader["name"] if leader else ""),
    )


def _box(field: str, label: str, person: dict[str, Any] | None, snapshot: dict[str, Any]) -> SignatureBox:
    waiver = snapshot["waiver"]
    why = f"由 {waiver['leader']} 放行：{waiver['reason']}" if waiver else ""
    if snapshot["accepted_at"] is None:
        return SignatureBox(field, label, "")
    if person is None:
        return SignatureBox(field, label, "未签", f"{label}未签。{why}")
    if not person["signs"]:
        return SignatureBox(field, label, person["name"], f"没有签名密钥，请手签。{why}")
    return SignatureBox(field, label, person["name"])


def _annex(snapshot: dict[str, Any]) -> list[Block]:
    lines = snapshot["system_lines"]
    if not lines:
        return [Text("附：本班没有系统记录。")]
    columns = (Column("时间", 14), Column("内容", 86))
    return [
        PageBreak(),
        Heading("附：系统记录"),
        Table(columns, tuple(Row((_time(line["occurred_at"]), line["text"])) for line in lines)),
    ]


def _numbered(part: tuple[Block, ...], order: int) -> list[Block]:
    first, *rest = part
    if isinstance(first, Heading):
        first = Heading(f"{_DIGITS[order]}、{first.text}", first.level)
    return [first, *rest]


def _span(minutes: int) -> str:
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"


def _time(text: str) -> str:
    return time_words(datetime.fromisoformat(text))


def _instant(text: str) -> str:
    return instant_words(datetime.fromisoformat(text))


def _short(text: str | None) -> str:
    if not text:
        return ""
    local = beijing(datetime.fromisoformat(text))
    return f"{local.month}月{local.day}日 {local.hour}:{local.minute:02d}"
