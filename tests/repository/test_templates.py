"""Pages are made of templates: no markup in code, nothing unescaped, and all of it is shipped."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.paths import ROOT

PACKAGES: Final = ("activities", "console", "contracts", "domain", "runtime", "workflows")
TEMPLATES: Final = tuple(
    sorted(path for name in PACKAGES for path in (ROOT / name).rglob("templates/**/*.html"))
)
STYLES: Final = tuple(
    sorted(path for name in PACKAGES for path in (ROOT / name).rglob("templates/**/*.css"))
)
READ_AT_RUN_TIME: Final = frozenset({".css", ".html", ".toml"})
_TAG: Final = re.compile(
    r"(?<!P)</?(?:a|article|b|body|br|code|div|figure|footer|g|h[1-6]|head|header|html|i|img|li|link"
    r"|main|meta|nav|ol|p|path|rect|section|small|span|style|svg|table|tbody|td|text|th|thead|title"
    r"|tr|ul)(?=[\s/>])|<!doctype"
)
"""An element of our pages; `(?P<text>…)` is a group of a pattern."""


def names(path: Path) -> str:
    """Name a parameter by its file."""
    return str(path.relative_to(ROOT))


def texts_in(module: Path) -> Iterator[str]:
    """Yield every text in a module but its docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def test_no_module_writes_markup() -> None:
    """Whoever changes how a page looks changes a template, where everything is escaped."""
    modules = [
        path for name in ("activities", "console", "domain") for path in (ROOT / name).rglob("*.py")
    ]

    found = {
        names(path): [text for text in texts_in(path) if _TAG.search(text)] for path in modules
    }

    assert modules
    assert {module: texts for module, texts in found.items() if texts} == {}


def test_the_search_for_markup_finds_it(tmp_path: Path) -> None:
    """A pass of the test above means something."""
    module = tmp_path / "page.py"
    module.write_text(
        '"""A <b>docstring</b>."""\nrow = f"<td class=x>{1}</td>"\nless = "1 < 2 > 0"\n'
    )

    assert [text for text in texts_in(module) if _TAG.search(text)] == ["<td class=x>", "</td>"]


@pytest.mark.parametrize("template", TEMPLATES, ids=names)
def test_a_template_escapes_everything_and_runs_nothing(template: Path) -> None:
    """No filter, attribute or address in a template lets a value out of its place."""
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"\|\s*(safe|xmlattr|tojson)|autoescape|Markup", text)
    assert not re.search(r"<(script|iframe|object|embed|form|base)\b|\son[a-z]+=|javascript:", text)
    for tag in re.findall(r"<[a-z][^>]*>", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text)):
        assert not re.search(r"=(?!\")", re.sub(r"\"[^\"]*\"", '"', tag)), f"without quotes: {tag}"
    assert not re.search(r"https?://|\bsrc=\"(?!\{\{)|<link\b|@import|url\(", text)


@pytest.mark.parametrize("style", STYLES, ids=names)
def test_a_style_asks_for_nothing_and_is_no_template(style: Path) -> None:
    """A style is what it looks like, and no page of it sends a request."""
    text = style.read_text(encoding="utf-8")

    assert not re.search(r"\{[{%#]|[}%#]\}|</", text)
    assert not re.search(r"url\(|@import|image-set|expression\(", text)
    assert text.count("{") == text.count("}")


def test_every_style_and_template_is_used() -> None:
    """Nothing lies there that no page is made of."""
    sources = "".join(
        path.read_text(encoding="utf-8")
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.suffix in {".py", ".html"}
    )

    unused = [names(path) for path in (*TEMPLATES, *STYLES) if f'{path.name}"' not in sources]
    assert unused == []


def test_a_wheel_holds_every_file_that_is_read_at_run_time() -> None:
    """What is installed from a wheel has its templates, styles and data beside the code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    globs: dict[str, list[str]] = project["tool"]["setuptools"]["package-data"]
    folders = {path.parent for name in PACKAGES for path in (ROOT / name).rglob("__init__.py")}
    shipped: dict[tuple[str, str], set[Path]] = {
        (name, glob): {
            found
            for folder in folders
            if name in ("*", ".".join(folder.relative_to(ROOT).parts))
            for found in folder.glob(glob)
        }
        for name, globs_of_one in globs.items()
        for glob in globs_of_one
    }

    needed = {
        path
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.suffix in READ_AT_RUN_TIME
    }
    assert needed
    assert needed - set[Path]().union(*shipped.values()) == set()
    assert [rule for rule, found in shipped.items() if not found] == []
