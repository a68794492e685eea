"""Pages from templates: what is shown is text, and what is missing is noticed."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

import pytest
from hypothesis import given
from jinja2 import TemplateNotFound, TemplateRuntimeError, UndefinedError

from domain.pages import render
from tests.support.documents.markup import HOSTILE, as_shown, hostile_text, read

SHOWN = """{% extends "shared/page.html" %}
{% block pictures_from %}data:{% endblock %}
{% block title %}{{ page.name }}{% endblock %}
{% block style %}{% include "shop.css" %}{% endblock %}
{% block body %}<h1>Shop</h1><p title="{{ page.name }}">{{ page.name }}</p>{% endblock %}
"""
STYLE = "p > b { color: #112233 }\n"


@dataclass(frozen=True)
class Shop:
    """What the page shows."""

    name: str


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Make a package with a page, and yield the name of the module that shows it."""
    folder = tmp_path_factory.mktemp("packages") / "shop_with_pages"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "window.py").write_text("")
    (folder / "secret.html").write_text("secret")
    (folder / "templates/shop.html").write_text(SHOWN)
    (folder / "templates/shop.css").write_text(STYLE)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder.parent)
        yield f"{folder.name}.window"


@given(text=hostile_text)
def test_whatever_is_shown_is_text(shop: str, text: str) -> None:
    """No value becomes markup, an attribute or a template, wherever it stands."""
    whole = read(render(shop, "shop.html", Shop(text)))

    assert whole.shape() == read(render(shop, "shop.html", Shop("x"))).shape()
    assert whole.one("title").text == whole.one("p").text == as_shown(text)
    assert whole.one("p").attributes["title"] == as_shown(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_html_forbids_does_not_break_a_page(shop: str, text: str) -> None:
    """A page can be written and read whatever somebody typed."""
    page = render(shop, "shop.html", Shop(text))

    assert read(page.encode("utf-8").decode("utf-8")).one("p").text == as_shown(text)


def test_a_page_has_its_styles_in_itself(shop: str) -> None:
    """What all pages share and what is the package's own stand in the page as they are written."""
    style = "".join(map(str, read(render(shop, "shop.html", Shop("x"))).one("style").parts))

    shared = resources.files("domain.pages").joinpath("templates/shared/page.css")
    assert style.strip() == f"{shared.read_text('utf-8')}{STYLE}".strip()


def test_what_the_data_lacks_is_an_error(shop: str) -> None:
    """A misspelt name is noticed by the first test that shows the page, not left out."""
    with pytest.raises(UndefinedError, match="no attribute 'name'"):
        render(shop, "shop.html", object())


@pytest.mark.parametrize("name", ["../secret.html", "/etc/passwd", "secret.html", "report.html"])
def test_only_the_packages_own_templates_are_found(shop: str, name: str) -> None:
    """No file outside the folder of templates becomes a page, nor another package's."""
    with pytest.raises(TemplateNotFound):
        render(shop, name, Shop("x"))


def test_a_frame_alone_is_no_page() -> None:
    """A page without a title, or that does not say where its pictures come from, is refused."""
    with pytest.raises(TemplateRuntimeError, match="Required block"):
        render("domain.pages", "shared/page.html", Shop("x"))
