"""The style sheet made from tokens: widgets say what part they are, by a property, and nothing about colour."""

from __future__ import annotations

from zbyj_duty.widgets.tokens import CLOCK, CORNER, ENTRY, HEAD, SMALL, TEXT, Tokens


def style_sheet(t: Tokens) -> str:
    """Return the whole sheet for one look."""
    return _ground(t) + _parts(t) + _controls(t) + _strips(t) + _tables(t)


def _ground(t: Tokens) -> str:
    return f"""
QWidget {{ color: {t.ink}; font-size: {TEXT}px; }}
QMainWindow, QDialog, QWidget[part="page"], QStackedWidget {{ background: {t.ground}; }}
QToolTip {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.line}; padding: 4px; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
"""


def _parts(t: Tokens) -> str:
    return f"""
QLabel[part="head"] {{ font-size: {HEAD}px; font-weight: 500; }}
QLabel[part="small"] {{ font-size: {SMALL}px; color: {t.soft}; }}
QLabel[part="error"] {{ font-size: {SMALL}px; color: {t.overdue}; }}
QLabel[part="foot"] {{ font-size: {SMALL}px; color: {t.soft}; }}
QLabel[part="number"] {{ font-size: 28px; font-weight: 500; }}
QFrame[part="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {CORNER}px; }}
QLabel[part="chip"] {{ background: {t.accent_ground}; color: {t.accent}; border-radius: 4px; padding: 2px 8px; }}
QLabel[part="chip"][tone="done"] {{ background: {t.done_ground}; color: {t.done}; }}
QLabel[part="chip"][tone="due"] {{ background: {t.due_ground}; color: {t.due}; }}
QLabel[part="chip"][tone="overdue"] {{ background: {t.overdue_ground}; color: {t.overdue}; }}
QLabel[part="chip"][tone="plain"] {{ background: transparent; color: {t.soft}; }}
QFrame[part="notice"] {{ background: {t.accent_ground}; border: 1px solid {t.line}; border-radius: {CORNER}px; }}
QFrame[part="notice"][tone="bad"] {{ background: {t.overdue_ground}; border: 1px solid {t.overdue}; }}
QFrame[part="notice"][tone="bad"] QLabel {{ color: {t.overdue}; }}
QFrame[part="notice"][tone="good"] {{ background: {t.done_ground}; border: 1px solid {t.done}; }}
QFrame[part="notice"][tone="good"] QLabel {{ color: {t.done}; }}
QLabel[part="paper"] {{ background: #FFFFFF; border: 1px solid {t.line}; }}
QFrame[part="footer"] {{ background: {t.surface}; border-top: 1px solid {t.line}; }}
"""


def _controls(t: Tokens) -> str:
    return f"""
QPushButton {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {CORNER}px; padding: 7px 14px; }}
QPushButton:hover {{ border-color: {t.accent}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 6px 13px; }}
QPushButton:disabled {{ color: {t.soft}; background: {t.ground}; }}
QPushButton[part="main"] {{ background: {t.accent}; color: {t.surface}; border-color: {t.accent}; font-weight: 500; }}
QPushButton[part="main"]:focus {{ border: 2px solid {t.ink}; }}
QPushButton[part="main"]:disabled {{ background: {t.line}; color: {t.soft}; border-color: {t.line}; }}
QPushButton[part="tile"] {{ text-align: left; padding: 9px 14px; font-size: {HEAD}px; }}
QPushButton[part="tile"]:checked {{ background: {t.accent_ground}; border: 2px solid {t.accent}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QComboBox, QDateEdit, QTimeEdit {{
  background: {t.surface}; border: 1px solid {t.line}; border-radius: {CORNER}px; padding: 6px 8px;
  selection-background-color: {t.accent}; selection-color: {t.surface}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus, QDateEdit:focus,
QTimeEdit:focus {{ border: 2px solid {t.accent}; padding: 5px 7px; }}
QPlainTextEdit[part="entry"] {{ font-size: {ENTRY}px; padding: 8px 10px; border: 2px solid {t.accent}; }}
QPlainTextEdit[part="entry"][idle="true"] {{ border: 2px solid {t.line}; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: none; width: 0px; height: 0px; border-left: 5px solid {t.surface};
  border-right: 5px solid {t.surface}; border-top: 6px solid {t.soft}; margin-right: 8px; }}
QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.ink}; selection-background-color: {t.accent_ground};
  selection-color: {t.ink}; border: 1px solid {t.line}; }}
QAbstractItemView {{ background: {t.surface}; color: {t.ink}; }}
QListWidget[part="side"] {{ border: none; border-right: 1px solid {t.line}; padding-top: 12px; outline: none; }}
QListWidget[part="side"]::item {{ padding: 12px 16px; color: {t.soft}; border-left: 3px solid transparent; }}
QListWidget[part="side"]::item:selected {{ background: {t.accent_ground}; color: {t.accent}; border-left: 3px solid {t.accent}; }}
QTabBar {{ background: {t.ground}; }}
QTabBar::tab {{ padding: 12px 20px; color: {t.soft}; font-size: {HEAD}px; border: none;
  border-bottom: 3px solid transparent; background: transparent; }}
QTabBar::tab:selected {{ color: {t.accent}; border-bottom: 3px solid {t.accent}; font-weight: 500; }}
QTabBar::tab:focus {{ color: {t.accent}; }}
QTabBar::tab:disabled {{ color: {t.line}; }}
"""


def _strips(t: Tokens) -> str:
    return f"""
QFrame[part="strip"] {{ background: {t.strip}; }}
QFrame[part="strip"][tone="bad"] {{ background: {t.strip_bad}; }}
QFrame[part="strip"] QLabel {{ color: {t.strip_ink}; background: transparent; font-size: 16px; }}
QFrame[part="strip"] QLabel[part="small"] {{ color: {t.strip_soft}; font-size: {SMALL}px; }}
QFrame[part="strip"][tone="bad"] QLabel[part="small"] {{ color: {t.strip_ink}; }}
QFrame[part="strip"] QLabel[part="clock"] {{ font-size: {CLOCK}px; }}
QFrame[part="alarm"] {{ background: {t.due_ground}; border-bottom: 1px solid {t.due}; }}
QFrame[part="alarm"] QLabel {{ color: {t.due}; font-weight: 500; }}
QFrame[part="alarm"][tone="overdue"] {{ background: {t.overdue_ground}; border-bottom: 1px solid {t.overdue}; }}
QFrame[part="alarm"][tone="overdue"] QLabel {{ color: {t.overdue}; }}
QFrame[part="sample"] {{ background: {t.due_ground}; }}
QFrame[part="sample"] QLabel {{ color: {t.due}; font-size: {SMALL}px; }}
"""


def _tables(t: Tokens) -> str:
    return f"""
QTableView {{ background: {t.surface}; alternate-background-color: {t.stripe}; border: 1px solid {t.line};
  border-radius: {CORNER}px; gridline-color: transparent; selection-background-color: {t.accent_ground};
  selection-color: {t.ink}; outline: none; }}
QTableView[part="plain"] {{ border: none; background: transparent; }}
QTableView[part="plain"]:focus {{ border: none; border-left: 3px solid {t.accent}; }}
QTableView:focus {{ border: 1px solid {t.accent}; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QTableView::item {{ padding: 0px 8px; border: none; }}
QHeaderView {{ background: {t.surface}; }}
QHeaderView::section {{ background: {t.surface}; color: {t.soft}; font-size: {SMALL}px; padding: 9px 11px; border: none;
  border-bottom: 1px solid {t.line}; }}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; }}
QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 5px; min-height: 30px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0px; width: 0px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; }}
QScrollBar::handle:horizontal {{ background: {t.line}; border-radius: 5px; }}
"""
