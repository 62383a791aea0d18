"""Pages to the printer through the system's own dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from zbyj_duty.widgets.paper_view import PaperPicture


def choose_printer(parent: QWidget) -> QPrinter | None:
    """Ask for a printer, None when it was called off; without one the system's dialog offers a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    dialog.setWindowTitle("打印值班报告")
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None


def paint_pages(pages: Sequence[PaperPicture], printer: QPrinter) -> None:
    """Paint each page over a whole sheet."""
    painter = QPainter(printer)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
        painter.drawImage(QRect(0, 0, printer.width(), printer.height()), image)
    painter.end()
