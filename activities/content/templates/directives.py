"""What a reviewer's request for changes asks for, as far as it is written as a directive.

A directive is one line: `headline: New text` replaces a field, `without: term` drops the sentences
that hold the term. Both have Spanish names, and a channel before the name limits them to it, as in
`x.body: New text`. Any other line is for people: it leaves the copy as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import regex

from domain.text.spelling import comparable

_FIELDS: Final[Mapping[str, str]] = {
    "headline": "headline",
    "titular": "headline",
    "titulo": "headline",
    "long headline": "long_headline",
    "titular largo": "long_headline",
    "body": "body",
    "texto": "body",
    "cuerpo": "body",
    "description": "description",
    "descripcion": "description",
    "cta": "call_to_action",
    "call to action": "call_to_action",
    "llamada a la accion": "call_to_action",
    "boton": "call_to_action",
    "subject": "subject",
    "asunto": "subject",
    "preheader": "preheader",
    "preencabezado": "preheader",
    "hashtags": "hashtags",
    "etiquetas": "hashtags",
}
_WITHOUT: Final = ("without", "sin")

_DIRECTIVE: Final = regex.compile(r"\s*(?:([a-z][a-z0-9_]*)\.)?([^\s:.][^:.]{0,30}?)\s*:\s*(\S.*)")
_SENTENCE_END: Final = regex.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Directives:
    """The changes that the copywriter carries out."""

    replaced: Mapping[str, str]
    """New texts by field; of several for one field, the last."""
    without: tuple[str, ...]
    """Terms whose sentences are dropped."""


def read_directives(changes: Iterable[str], channel: str) -> Directives:
    """Return the directives in reviewers' requests, oldest first, that apply to a channel."""
    replaced: dict[str, str] = {}
    without: list[str] = []
    for line in (line for change in changes for line in change.splitlines()):
        match = _DIRECTIVE.fullmatch(line)
        if match is None or match[1] not in {None, channel}:
            continue
        name, value = comparable(match[2]).replace("_", " "), match[3].strip()
        if name in _FIELDS:
            replaced[_FIELDS[name]] = value
        elif name in _WITHOUT:
            without.append(value)
    return Directives(replaced, tuple(without))


def drop_sentences(text: str, terms: Iterable[str]) -> str:
    """Return the text without the sentences that hold one of the terms as whole words."""
    patterns = [_whole_words(term) for term in terms]
    if not patterns:
        return text
    paragraphs = [
        " ".join(
            sentence
            for sentence in _SENTENCE_END.split(paragraph)
            if not any(pattern.search(comparable(sentence)) for pattern in patterns)
        )
        for paragraph in text.split("\n\n")
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())


def _whole_words(term: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\w){regex.escape(comparable(term))}(?!\w)")
