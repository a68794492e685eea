"""Pages from the templates and styles that lie beside the code: what they show is text, not markup.

A package that has pages keeps their templates (`*.html`) and styles (`*.css`) in its folder
`templates`; what pages of several packages share lies in this package's, under `shared/`.
"""

import re
from functools import cache
from typing import Any, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from domain.package_data import package_of

_PLANES: Final = range(0, 0x110000, 0x10000)
_NONCHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in _PLANES
)
_NOT_IN_HTML: Final = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")
"""Surrogates, noncharacters and controls: no page may hold them, not even escaped
(https://html.spec.whatwg.org/multipage/syntax.html#text-2)."""


def render(module: str, template: str, page: object) -> str:
    """Return a page: every value that it shows is escaped, and stands where its template says.

    The first page of a package takes some hundredths of a second longer than those that follow,
    because its templates are read then.

    Args:
        module: The `__name__` of a module in the package whose templates are used.
        template: The file's name.
        page: Plain data; the template knows it as `page`.

    Raises:
        jinja2.TemplateError: The template is not there, or asks for what the data does not have.
    """
    return _environment(package_of(module)).get_template(template).render(page=page)


@cache
def _environment(package: str) -> Environment:
    return Environment(
        loader=ChoiceLoader([PackageLoader(__name__), PackageLoader(package)]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_fit_for_html,
        auto_reload=False,  # what ships with the code changes with the code alone
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _fit_for_html(value: Any) -> Any:
    # Text only: what a template itself has made, such as a macro's outcome, is whole already.
    return _NOT_IN_HTML.sub("\ufffd", value) if type(value) is str else value
