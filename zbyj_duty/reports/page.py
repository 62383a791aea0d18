"""值班报告: the papers of the watches: preview, sign, print, save, verify; the current watch as a draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from zbyj_duty.core.access import WATCH
from zbyj_duty.core.clock import beijing
from zbyj_duty.reports import columns
from zbyj_duty.reports.domain import ReportRow
from zbyj_duty.reports.reading import ReportServices, draft_pages, pages_of, read_file, save_to, sign_own
from zbyj_duty.reports.verify import FileVerdict
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.form import SECRET, Field, FormDialog
from zbyj_duty.widgets.form_action import open_form
from zbyj_duty.widgets.module_page import ModulePage
from zbyj_duty.widgets.paper_view import PaperView
from zbyj_duty.widgets.printing import choose_printer, paint_pages
from zbyj_duty.widgets.row_table import RowTable, TableColumn

REPORT_COLUMNS = (
    TableColumn("文号", columns.number_text, 150),
    TableColumn("班次", columns.watch_text),
    TableColumn("签名", columns.signed_text, 0, columns.signed_tone),
    TableColumn("打印", columns.prints_text, 52),
)


def _key(row: ReportRow) -> int:
    return row.acceptance_id


class ReportPage(ModulePage):
    """The reports.

    Args:
        desk: the place.
        services: reports, keys, verification.
    """

    title = "值班报告"
    topics = frozenset({"reports", "handover"})
    keys = (
        ("Enter", "预览选中的报告"),
        ("F5", "本班草稿"),
        ("F6", "签名（带班领导，或补签）"),
        ("Ctrl+P", "打印"),
        ("Ctrl+S", "另存为 PDF"),
        ("F9", "验证一份 PDF"),
        ("PgUp  PgDn", "翻页"),
    )

    def __init__(self, desk: Desk, services: ReportServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self._shown: ReportRow | None = None
        self._build()
        self._wire()

    def _build(self) -> None:
        self.list = RowTable("reports", "值班报告", REPORT_COLUMNS, _key, None, self)
        self.paper = PaperView(self)
        self.head = QLabel("选一份报告，按 Enter 预览；F5 看本班草稿", self)
        self.head.setObjectName("report_head")
        self.head.setProperty("part", "head")
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self.paper, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.list)
        split.addWidget(right)
        split.setSizes([620, 780])
        split.setChildrenCollapsible(False)
        self.body.addWidget(split, 1)
        row = QHBoxLayout()
        self.buttons: dict[str, QPushButton] = {}
        for name, words in (
            ("draft", "本班草稿 (F5)"),
            ("sign", "签名 (F6)"),
            ("print", "打印 (Ctrl+P)"),
            ("save", "另存为 (Ctrl+S)"),
            ("verify", "验证 PDF (F9)"),
        ):
            button = QPushButton(words, self)
            button.setObjectName(f"report_{name}")
            button.setProperty("part", "main" if name == "sign" else "")
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _wire(self) -> None:
        self.list.chosen.connect(self._preview)
        acts = {
            "draft": ("F5", self._draft),
            "sign": ("F6", self._sign),
            "print": ("Ctrl+P", self._print),
            "save": ("Ctrl+S", self._save),
            "verify": ("F9", self._choose_file),
        }
        for name, (key, slot) in acts.items():
            self.buttons[name].clicked.connect(slot)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self.desk.theme.changed.connect(self.list.use)
        self.list.use(self.desk.theme.tokens)

    def query(self) -> Callable[[], Any]:
        """Return the call that reads the list."""
        return partial(self._services.reports.reports, self.desk.actor)

    def show_data(self, data: tuple[ReportRow, ...]) -> None:
        """Show the list; a report on screen is shown anew when it has got another signature."""
        self.list.set_rows(data)
        if self.list.current_row() is None and data:
            self.show_report(data[0].acceptance_id)
        if self._shown is not None:
            newer = next((r for r in data if r.acceptance_id == self._shown.acceptance_id), None)
            if newer is not None and newer.sha256 != self._shown.sha256:
                self._preview(newer)

    def first_focus(self) -> QWidget:
        """The list."""
        return self.list

    def show_report(self, acceptance_id: int) -> None:
        """Go to one report and preview it."""
        if self.list.go_to(acceptance_id):
            self._preview(self.list.current_row())

    def _preview(self, row: ReportRow) -> None:
        self._shown = row
        self.head.setText(f"{row.number or '已接、待签 PDF'}  {row.watch_words}")
        if not row.number and self.desk.actor.may(WATCH):
            made = partial(self._services.reports.make_up, self.desk.actor, row.acceptance_id)
            self.do(made, self._made_up)
            return
        work = partial(pages_of, self._services, self.desk.actor, row.acceptance_id)
        self.desk.attempt.read(work, self.paper.show_pages, self.show_error)

    def _made_up(self, _result: object) -> None:
        self.notice.good("签名报告已补生成，请各签名人按 F6 补签")
        self._shown = None
        self.reload()

    def _draft(self) -> None:
        if self._named():
            self._shown = None
            self.head.setText("本班草稿（未签名，不留存）")
            work = partial(draft_pages, self._services, self.desk.actor)
            self.desk.attempt.read(work, self.paper.show_pages, self.show_error)

    def _sign(self) -> None:
        row = self.list.current_row()
        if row is None or not self._named():
            return
        fields = (Field("passphrase", f"{self.desk.actor.name} 的口令", SECRET),)
        words = f"{row.number}  {row.watch_words}\n{columns.signed_text(row)}"
        dialog = FormDialog("签名", fields, "签名", self, words)
        work = partial(sign_own, self._services, self.desk.actor, row.acceptance_id)
        open_form(self.desk.attempt, dialog, work, self._signed)

    def _signed(self, row: ReportRow) -> None:
        self.notice.good(f"{row.number} 已签：" + "、".join(s.words for s in row.signed))
        self.reload()

    def _print(self) -> None:
        row = self.list.current_row()
        if row is not None and self._named() and (printer := choose_printer(self)) is not None:
            work = partial(pages_of, self._services, self.desk.actor, row.acceptance_id, True)
            self.desk.attempt.write(work, self._print_on, self.show_error, printer)

    def _print_on(self, pages: Any, printer: Any) -> None:
        paint_pages(pages, printer)
        self.reload()

    def _save(self) -> None:
        row = self.list.current_row()
        if row is None or not self._named():
            return
        name = f"{row.number or '值班报告'}.pdf"
        target, _ = QFileDialog.getSaveFileName(self, "另存为 PDF", name, "PDF (*.pdf)")
        if target:
            work = partial(save_to, self._services, self.desk.actor, row.acceptance_id, Path(target))
            self.desk.attempt.read(work, self._saved, self.show_error)

    def _saved(self, target: Path) -> None:
        self.notice.good(f"已写入 {target}")

    def _choose_file(self) -> None:
        if not self._named():
            return
        source, _ = QFileDialog.getOpenFileName(self, "验证 PDF", "", "PDF (*.pdf)")
        if source:
            self.verify(Path(source))

    def verify(self, source: Path) -> None:
        """Judge a file and say so in the bar."""
        work = partial(read_file, self._services, self.desk.actor, source)
        self.desk.attempt.read(work, self._judged, self.show_error)

    def _judged(self, found: FileVerdict) -> None:
        time = beijing(self.desk.clock.now())
        words = f"{time.hour}:{time.minute:02d} 验证 {found.number}：{found.verdict}"
        words += "".join(f"\n{line}" for line in (*found.problems, *found.signatures))
        if found.good:
            self.notice.tell("✓ " + words)
        else:
            self.notice.tell("▲ " + words)

    def _named(self) -> bool:
        if not self.desk.session.named:
            self.desk.session.ask_login()
        return self.desk.session.named
