"""The house keeps its rules: who imports whom, how large a file is, where text for people lives."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from zbyj_duty.core.text.sentences import all_sentences

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "zbyj_duty"
FILES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 350


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_imports_point_down_and_slices_stay_apart() -> None:
    found = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert found == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(ast.parse(text)), f"{name(path)} has no docstring"


@pytest.mark.parametrize("path", [f for f in FILES if f.name == "__init__.py"], ids=name)
def test_an_init_file_holds_a_docstring_and_nothing_else(path: Path) -> None:
    assert len(ast.parse(path.read_text("utf-8")).body) == 1


def test_nothing_is_connected_to_a_lambda() -> None:
    bad = [name(f) for f in FILES if re.search(r"connect\(\s*lambda", f.read_text("utf-8"))]
    assert not bad


def test_public_functions_and_classes_have_docstrings() -> None:
    bad = []
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        bad += [f"{name(path)}:{line}" for line in undocumented(tree)]
    assert not bad


def undocumented(node: ast.Module | ast.ClassDef) -> list[str]:
    found = []
    for child in node.body:
        if not isinstance(child, ast.FunctionDef | ast.ClassDef) or child.name.startswith("_"):
            continue
        if not ast.get_docstring(child):
            found.append(f"{child.lineno} {child.name}")
        if isinstance(child, ast.ClassDef):
            found += undocumented(child)
    return found


def test_every_code_that_is_raised_has_its_sentence() -> None:
    codes = set()
    for path in FILES:
        for found in re.finditer(
            r"(?:InvalidInput|RuleViolation|NotFound|Stale|NotAllowed|StoreTrouble|PaperTrouble)\(\s*"
            r"(?:\"\w+\",\s*)?\"([a-z_]+\.[a-z_]+)\"",
            path.read_text("utf-8"),
        ):
            codes.add(found.group(1))
    assert len(codes) > 60
    assert not codes - all_sentences().keys()


def test_no_sql_is_put_together_from_text() -> None:
    bad = []
    migrates = PACKAGE / "store" / "migrate.py"  # names of its own tables, which no parameter can carry
    for path in (f for f in FILES if f != migrates):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "text",
                "exec_driver_sql",
            ):
                wrong = [a for a in node.args[:1] if isinstance(a, ast.JoinedStr | ast.BinOp)]
                bad += [f"{name(path)}:{node.lineno}" for _ in wrong]
    assert not bad
