"""Words of the settings tables."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zbyj_duty.core.clock import beijing, date_words, instant_words, time_words, weekday_words
from zbyj_duty.core.duty_calendar import SpecialDay
from zbyj_duty.people.admission import AccountRow, RoleGrant
from zbyj_duty.people.import_domain import ImportPreview, RowVerdict, Verdict
from zbyj_duty.people.import_service import BatchRow
from zbyj_duty.people.keys import KeyRow
from zbyj_duty.profiles.service import CalendarRow
from zbyj_duty.settings.domain import Standing, VersionRow

EXPIRY_WARNING = timedelta(days=90)


def grant_text(grant: RoleGrant, today: date) -> str:
    """值班员; with its dates where they are not simply open."""
    begins = "" if grant.from_on <= today else f"{date_words(grant.from_on)}起"
    ends = "" if grant.until_on is None else f"到{date_words(grant.until_on)}"
    return f"{grant.role}（{begins}{ends}）" if begins or ends else str(grant.role)


class AccountWords:
    """Words about accounts on a day.

    Args:
        now: the instant they are read at.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._today = beijing(now).date()

    def roles(self, row: AccountRow) -> str:
        """Every role, in force or to come."""
        return "、".join(grant_text(grant, self._today) for grant in row.grants) or "无"

    def account(self, row: AccountRow) -> str:
        """未设口令, 正常, 登录须改口令, 锁定."""
        if not row.has_account:
            return "○ 未设口令"
        if row.locked_until is not None and row.locked_until > self._now:
            return f"■ 锁定到 {time_words(row.locked_until)}"
        return "▲ 登录须改口令" if row.must_change else "正常"

    def account_tone(self, row: AccountRow) -> str:
        """Locked is overdue, to be changed is due."""
        words = self.account(row)
        return {"■": "overdue", "▲": "due", "○": "soft"}.get(words[0], "")

    def key(self, row: AccountRow) -> str:
        """The signing key's state."""
        return key_text(row.key, self._now) if row.key else ("▲ 没有" if row.signs else "不需要")

    def key_tone(self, row: AccountRow) -> str:
        """Missing where one is needed, revoked, expired, about to expire."""
        if row.key is None:
            return "due" if row.signs else "soft"
        return key_tone(row.key, self._now)

    def state(self, row: AccountRow) -> str:
        """在岗, or since when away."""
        if row.retired_on is None:
            return "在岗"
        return f"{date_words(row.retired_on)}{'调离' if row.retired_on <= self._today else '起调离'}"


def key_text(key: KeyRow, now: datetime) -> str:
    """有效至 …, 已吊销, 已到期."""
    until = date_words(beijing(key.not_after).date())
    if key.revoked_at is not None:
        return f"× {date_words(beijing(key.revoked_at).date())}吊销"
    if key.not_after <= now:
        return f"■ {until}到期"
    return f"{'▲ ' if key.not_after - now < EXPIRY_WARNING else ''}至{until}"


def key_tone(key: KeyRow, now: datetime) -> str:
    """Expired is overdue, soon to expire due."""
    return {"■": "overdue", "▲": "due", "×": "soft"}.get(key_text(key, now)[0], "")


def staff_no_text(row: AccountRow) -> str:
    """编号."""
    return row.staff_no


def name_text(row: AccountRow) -> str:
    """姓名."""
    return row.name


def department_text(row: AccountRow) -> str:
    """科室."""
    return row.department or "—"


def title_text(row: AccountRow) -> str:
    """职务."""
    return row.title or "—"


_SIGNS = {Verdict.NEW: "＋", Verdict.CHANGED: "～", Verdict.SAME: "＝", Verdict.REJECTED: "▲"}
_TONES = {Verdict.NEW: "done", Verdict.CHANGED: "due", Verdict.SAME: "soft", Verdict.REJECTED: "overdue"}


def row_text(row: RowVerdict) -> str:
    """The row as the spreadsheet counts."""
    return str(row.row)


def verdict_text(row: RowVerdict) -> str:
    """＋ 新增, ～ 更新, ＝ 相同, ▲ 拒绝."""
    return f"{_SIGNS[row.verdict]} {row.verdict.words}"


def verdict_tone(row: RowVerdict) -> str:
    """By verdict."""
    return _TONES[row.verdict]


def row_name_text(row: RowVerdict) -> str:
    """Whose row it is."""
    return row.name or "—"


def reason_text(row: RowVerdict) -> str:
    """Why it is refused, or what changes."""
    return row.reason


def totals_text(totals: dict[str, int]) -> str:
    """The sum that adds up to the file: 共 60 行 = 新增 58 ＋ 更新 1 ＋ …."""
    parts = " ＋ ".join(f"{verdict.words} {totals[verdict]}" for verdict in Verdict)
    skipped = f"；另有空行 {totals['empty']} 行，已跳过" if totals.get("empty") else ""
    return f"共 {totals['rows']} 行 = {parts}{skipped}"


def preview_text(preview: ImportPreview) -> str:
    """What a preview says above its rows."""
    how = f"已写入，导入批次 {preview.batch_id}" if preview.batch_id is not None else "试读，还没有写入"
    return f"{preview.kind.words}“{preview.file_name}”：{totals_text(preview.totals)}（{how}）"


def batch_time_text(row: BatchRow) -> str:
    """When."""
    return instant_words(row.made_at)


def batch_kind_text(row: BatchRow) -> str:
    """人员名册, 调度对象."""
    return row.kind.words


def batch_file_text(row: BatchRow) -> str:
    """The file's name."""
    return row.file_name


def batch_totals_text(row: BatchRow) -> str:
    """Its sums."""
    return totals_text(row.totals)


def batch_by_text(row: BatchRow) -> str:
    """By whom."""
    return row.by_name


def standing_text(row: VersionRow) -> str:
    """● 执行中 and so on."""
    return row.standing.value


def standing_tone(row: VersionRow) -> str:
    """By standing."""
    tones = {Standing.NOW: "done", Standing.WAITING: "due", Standing.COMING: "accent"}
    return tones.get(row.standing, "soft")


def span_text(row: VersionRow) -> str:
    """From when, until when."""
    version = row.version
    if version.effective_on.year <= 2000:
        return "建库起"
    until = f"到{date_words(version.until_on)}" if version.until_on else "起"
    return f"{date_words(version.effective_on)}{until}"


def author_text(row: VersionRow) -> str:
    """提出人."""
    return row.version.author_name


def approved_text(row: VersionRow) -> str:
    """核准人."""
    return row.version.approved_by or "—"


def source_text(row: VersionRow) -> str:
    """依据."""
    return row.version.source


def day_text(row: CalendarRow) -> str:
    """2026年10月1日 星期四."""
    return f"{date_words(row.day)} {weekday_words(row.day)}"


def day_kind_text(row: CalendarRow | SpecialDay) -> str:
    """休 放假, 班 上班."""
    return "休  放假" if row.kind == "holiday" else "班  调休上班"


def day_kind_tone(row: CalendarRow) -> str:
    """Holidays green, moved workdays amber."""
    return "done" if row.kind == "holiday" else "due"


def day_name_text(row: CalendarRow) -> str:
    """元旦."""
    return row.name


def day_source_text(row: CalendarRow) -> str:
    """The notice."""
    return row.source or "—"
