"""What the forms of sources have in common: an item as it stands there, and its parts' names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.reading.tables import column_name

DATES: Final = (
    "date gmt",
    "published gmt",
    "date utc",
    "date",
    "fecha",
    "published",
    "published at",
    "date published",
    "pubdate",
    "pub date",
    "publication date",
    "fecha de publicacion",
    "fecha publicacion",
    "publicado",
    "publicado el",
    "datetime",
    "timestamp",
    "fecha y hora",
    "created at",
    "created",
    "fecha de creacion",
    "dia",
    "day",
    "updated at",
    "date modified",
)
"""Names of what says when an item was published, the surest first: a program that gives a moment
twice gives it without its zone under the plainer name."""

SPANISH_DATES: Final = frozenset(name for name in DATES if name.split()[0] in {"fecha", "dia"})
"""Who names the column so writes the day before the month."""

TEXTS: Final = (
    "text",
    "texto",
    "title",
    "titulo",
    "headline",
    "titular",
    "noticia",
    "news",
    "mensaje",
    "message",
    "comentario",
    "comment",
    "resena",
    "review",
    "opinion",
    "pregunta",
    "question",
    "consulta",
    "asunto",
    "subject",
    "post",
    "content text",
    "name",
    "nombre",
    "mention",
    "mencion",
    "topic",
    "tema",
    "keyword",
    "palabra clave",
    "search term",
    "query",
    "hashtag",
    "summary",
    "resumen",
    "description",
    "descripcion",
    "content html",
    "content",
    "contenido",
    "body",
)
"""Names of what an item says, the shortest form first: a headline before an article."""


class UnreadableSource(Exception):
    """A source holds nothing that can be read; the message says why."""


@dataclass(frozen=True)
class RawItem:
    """One item as it stands in its source."""

    dates: tuple[str, ...] = ()
    """What may say when it was published, the surest first."""
    texts: tuple[str, ...] = ()
    """What it says, the shortest form first."""


@dataclass(frozen=True)
class RawSource:
    """What was found in one source, before anything in it is judged."""

    items: Iterable[RawItem | None]
    """`None` stands for one that cannot be read."""
    remarks: tuple[str, ...] = ()
    """Sentences without their subject."""
    is_spanish: bool = False
    """Whether its fields have Spanish names."""


def named(fields: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    """Return the values of fields by their names, in the order of the names.

    `título de la noticia` is found as `titulo`, after a field that is called just that.
    """
    known = {column_name(name): value for name, value in reversed(list(fields.items()))}
    found = [(name, known[name]) for name in names if name in known]
    longer = [
        (name, known[name])
        for begin in names
        for name in known
        if name.startswith(f"{begin} ") and not any(name == exact for exact, _ in found)
    ]
    return [value for _, value in (*found, *longer)]
