"""The look of the program: shipped fonts, light or dark, for the whole application at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from zbyj_duty.core.paths import shipped
from zbyj_duty.widgets.stylesheet import style_sheet
from zbyj_duty.widgets.tokens import DARK, LIGHT, TEXT, Tokens

FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf", "LXGWWenKai-Regular.ttf")
FAMILIES = ("Noto Sans SC", "LXGW WenKai")


class Theme(QObject):
    """Sets fonts and colours.

    Args:
        application: the running application.

    Signals:
        changed: Tokens of the look now standing.
    """

    changed = Signal(object)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self.tokens: Tokens = LIGHT
        load_fonts()
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(TEXT)
        application.setFont(font)
        application.setStyle("Fusion")
        self.choose(self._system_is_dark())

    @property
    def dark(self) -> bool:
        """Tell whether the dark look stands."""
        return self.tokens is DARK

    def choose(self, dark: bool) -> None:
        """Show the light or the dark look."""
        self.tokens = DARK if dark else LIGHT
        self._application.setStyleSheet(style_sheet(self.tokens))
        self.changed.emit(self.tokens)

    def toggle(self) -> None:
        """Change from light to dark or back."""
        self.choose(not self.dark)

    def _system_is_dark(self) -> bool:
        return self._application.palette().window().color().lightness() < 128


def load_fonts() -> None:
    """Make the shipped fonts known, so that a bare PC shows Chinese, 𠮷 and 䶮 included."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(shipped("resources", "fonts", name)))
