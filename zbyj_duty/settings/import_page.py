"""导入: choose a file, see the verdict on each row, then take it in at one stroke."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLabel, QLineEdit, QWidget

from zbyj_duty.core.access import PLANNERS
from zbyj_duty.core.errors import AppError, InvalidInput, Stale
from zbyj_duty.core.text.sentences import sentence
from zbyj_duty.people.import_domain import ImportKind, ImportPreview, RowVerdict, Verdict
from zbyj_duty.people.import_service import BatchRow
from zbyj_duty.settings import columns
from zbyj_duty.settings.reading import SettingsServices, read_preview, save_rejects
from zbyj_duty.settings.settings_page import PageAct, SettingsPage
from zbyj_duty.widgets.desk import Desk
from zbyj_duty.widgets.row_table import RowTable, TableColumn

_VERDICT_COLUMNS = (
    TableColumn("行", columns.row_text, 62),
    TableColumn("结论", columns.verdict_text, 96, columns.verdict_tone),
    TableColumn("姓名或单位", columns.row_name_text, 240),
    TableColumn("原因或改动", columns.reason_text, 0, columns.verdict_tone),
)
_BATCH_COLUMNS = (
    TableColumn("时间", columns.batch_time_text, 178),
    TableColumn("内容", columns.batch_kind_text, 92),
    TableColumn("文件", columns.batch_file_text, 230),
    TableColumn("结果", columns.batch_totals_text),
    TableColumn("经手", columns.batch_by_text, 84),
)
_FILES = "表格 (*.xlsx *.csv)"
_EMPTY = "选定文件后按 F5 试读：逐行列出新增、更新、相同、拒绝和原因；按 F7 之前什么都不写入。"


def _row_key(row: RowVerdict) -> int:
    return row.row


def _batch_key(row: BatchRow) -> int:
    return row.id


class ImportPage(SettingsPage):
    """Imports of 人员名册 and 调度对象.

    Args:
        desk: the place.
        services: the importer.
    """

    title = "导入"
    topics = frozenset({"people"})
    rights = "导入：排班管理员、系统管理员"
    keys = (
        ("Ctrl+O", "选文件"),
        ("F5", "试读"),
        ("F7", "导入"),
        ("Ctrl+S", "拒绝行另存为文件"),
    )

    def __init__(self, desk: Desk, services: SettingsServices, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._services = services
        self._preview: ImportPreview | None = None
        self._build()
        self._wire()

    def _build(self) -> None:
        self.add_head()
        self.kind = QComboBox(self)
        self.kind.setObjectName("import_kind")
        self.kind.setAccessibleName("导入什么")
        for kind in ImportKind:
            self.kind.addItem(kind.words, kind.value)
        self.file = QLineEdit(self)
        self.file.setObjectName("import_file")
        self.file.setAccessibleName("文件")
        self.file.setPlaceholderText("文件的完整路径，或按 Ctrl+O 选（.xlsx 或 .csv）")
        self.error = QLabel(self)
        self.error.setObjectName("import_file_error")
        self.error.setProperty("part", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        self.shown = QComboBox(self)
        self.shown.setObjectName("import_shown")
        self.shown.setAccessibleName("列出哪些行")
        self.shown.addItem("列出全部行", "")
        for verdict in Verdict:
            self.shown.addItem(f"只列{verdict.words}", verdict.value)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.addWidget(self.kind, 0, 0)
        grid.addWidget(self.file, 0, 1)
        grid.addWidget(self.shown, 0, 2)
        grid.addWidget(self.error, 1, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.sums = QLabel(_EMPTY, self)
        self.sums.setObjectName("import_sums")
        self.sums.setWordWrap(True)
        self.sums.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.sums)
        self.table = RowTable("import_rows", "逐行结论", _VERDICT_COLUMNS, _row_key, None, self)
        self.body.addWidget(self.table, 3)
        self.earlier = QLabel("以前的导入", self)
        self.earlier.setObjectName("import_earlier")
        self.earlier.setProperty("part", "small")
        self.body.addWidget(self.earlier)
        self.batches = RowTable("import_batches", "以前的导入", _BATCH_COLUMNS, _batch_key, None, self)
        self.batches.setMinimumHeight(120)
        self.body.addWidget(self.batches, 1)
        self.add_acts(
            (
                PageAct("import_choose", "Ctrl+O", "选文件", self._choose, PLANNERS),
                PageAct("import_try", "F5", "试读", self._try, PLANNERS),
                PageAct("import_write", "F7", "导入", self._write, PLANNERS, True),
                PageAct("import_rejects", "Ctrl+S", "拒绝行另存为", self._save_rejects, PLANNERS),
            )
        )

    def _wire(self) -> None:
        self.file.returnPressed.connect(self._try)
        self.file.textChanged.connect(self._forget)
        self.kind.currentIndexChanged.connect(self._forget)
        self.shown.currentIndexChanged.connect(self._show_rows)
        for table in (self.table, self.batches):
            self.desk.theme.changed.connect(table.use)
            table.use(self.desk.theme.tokens)

    def query(self) -> Callable[[], Any]:
        """Return the call that reads the earlier imports."""
        return partial(self._services.imports.batches, self.desk.actor)

    def show_data(self, data: tuple[BatchRow, ...]) -> None:
        """Show the earlier imports."""
        self.earlier.setText("以前的导入" if data else "以前的导入：还没有")
        self.batches.set_rows(data)

    def first_focus(self) -> QWidget:
        """The file."""
        return self.file

    def show_rights(self) -> None:
        """Nothing can be imported before it was tried, or twice."""
        super().show_rights()
        may = self.desk.actor.may(PLANNERS)
        preview = self._preview
        ready = preview is not None and preview.batch_id is None
        totals = preview.totals if preview is not None else {}
        something = bool(totals.get(Verdict.NEW, 0) + totals.get(Verdict.CHANGED, 0))
        self.buttons["import_write"].setEnabled(may and ready and something)
        self.buttons["import_rejects"].setEnabled(may and bool(preview and preview.rejected))
        for field in (self.kind, self.file):
            field.setEnabled(may)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选要导入的文件", self.file.text(), _FILES)
        if path:
            self.file.setText(path)
            self._try()

    def _forget(self, _changed: object = None) -> None:
        """Another file: what was read of the last one counts no more."""
        self.error.hide()
        self._show(None)

    def _try(self) -> None:
        if not self.desk.actor.may(PLANNERS):
            return
        self.error.hide()
        self.notice.clear()
        self.sums.setText("正在读文件…")
        kind = ImportKind(self.kind.currentData())
        work = partial(read_preview, self._services, self.desk.actor, kind, self.file.text())
        self.desk.attempt.read(work, self._tried, self._refused, self.file.text())

    def _tried(self, preview: ImportPreview, path: str) -> None:
        if path == self.file.text():
            self._show(preview)
            self.table.setFocus()

    def _refused(self, error: AppError, _path: str = "") -> None:
        self._show(None)
        if isinstance(error, InvalidInput):
            self.error.setText(sentence(error))
            self.error.show()
            self.file.setFocus()
        else:
            self.notice.bad(error)

    def _show(self, preview: ImportPreview | None) -> None:
        self._preview = preview
        self.sums.setText(_EMPTY if preview is None else columns.preview_text(preview))
        self._show_rows()
        self.show_rights()

    def _show_rows(self, _index: int = 0) -> None:
        rows = () if self._preview is None else self._preview.rows
        wanted = self.shown.currentData()
        self.table.set_rows(tuple(row for row in rows if not wanted or row.verdict == wanted))
        if self.table.rows and self.table.current_row() is None:
            self.table.go_to(self.table.rows[0].row)

    def _write(self) -> None:
        if not self.buttons["import_write"].isEnabled() or self._preview is None:
            self.notice.tell("没有可导入的行：请先选文件、按 F5 试读")
            return
        self.buttons["import_write"].setEnabled(False)
        self.sums.setText("正在导入…")
        work = partial(_carry_out, self._services, self.desk.actor, self._preview)
        self.desk.attempt.write(work, self._written, self._not_written)

    def _written(self, preview: ImportPreview) -> None:
        self._show(preview)
        left = "；拒绝行可另存为文件（Ctrl+S），改正后再导入" if preview.rejected else ""
        self.notice.good(f"已导入，批次 {preview.batch_id}{left}")
        self.reload()

    def _not_written(self, error: AppError) -> None:
        self._show(self._preview)
        self.notice.bad(error)
        if isinstance(error, Stale):
            self._try()
            self.notice.bad(error)

    def _save_rejects(self) -> None:
        if self._preview is None or not self._preview.rejected:
            self.notice.tell("没有拒绝行")
            return
        name = f"拒绝行-{Path(self._preview.file_name).stem}.xlsx"
        target, _ = QFileDialog.getSaveFileName(self, "拒绝行另存为", name, _FILES)
        if target:
            work = partial(save_rejects, self._preview, Path(target))
            self.desk.attempt.read(work, self._saved, self.show_error)

    def _saved(self, target: Path) -> None:
        self.notice.good(f"拒绝行已存入 {target}，改正后可再导入")


def _carry_out(services: SettingsServices, actor: Any, preview: ImportPreview) -> ImportPreview:
    done = services.imports.carry_out(actor, preview)
    services.accounts.write_tiles(actor)
    return done
