"""What is told nowhere of one server, and kept nowhere of what it answers."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, Final

from activities.http.address import secret_parts, tokens_of
from activities.http.secrecy import PASSED, without, without_whole
from contracts.repeating import repeated

_MOST_TOKENS: Final = 8
"""Tokens of sessions that are remembered: those that a call in hand may still use."""
_ADDRESS: Final = ("http://", "https://")


class Hidden:
    """What a server is known by and is told alone, and the last that it has made itself.

    Of what it answers, messages have its words and campaigns its values: ids, addresses, texts. A
    message can do without any part of the server's address; a value may name it, and only what may
    be a token in it is hidden there.
    """

    def __init__(self, url: str = "", secrets: Sequence[str] = ()) -> None:
        self._known = secret_parts(url, secrets), tokens_of(url, secrets)
        self._words, self._values = self._known
        self._made: deque[str] = deque(maxlen=_MOST_TOKENS)

    def add(self, *tokens: str) -> None:
        """Hide what the server has made, as for a session."""
        self._made += tokens
        self._words, self._values = (
            sorted((*known, *self._made), key=len, reverse=True) for known in self._known
        )

    def without(self, text: str, *, most: int | None = None) -> str:
        """Return words of the server as a message repeats them, and no more than so many of them.

        What begins behind these is read only for what may belong to a secret before it.
        """
        return without(text, self._words, most=most)

    def cleared(self, value: Any) -> Any:
        """Return a value of JSON as it is kept; an address that repeats a secret is none any more.

        Raises:
            RecursionError: It is nested too deeply.
        """
        match value:
            case str():
                kept = without_whole(value, self._values)
                return PASSED if kept != value and value.startswith(_ADDRESS) else kept
            case dict():
                return {self.cleared(name): self.cleared(item) for name, item in value.items()}
            case list():
                return [self.cleared(item) for item in value]
            case int() | float() if not isinstance(value, bool):
                # As many digits can be the numbers of its bytes.
                said = str(value)
                return value if without_whole(said, self._values) == said else PASSED
            case _:
                return value

    def where_in(self, value: Any) -> str | None:
        """Return where a value of JSON repeats what is hidden; `None` when it does not.

        Raises:
            RecursionError: It is nested too deeply.
        """
        path = next(self._paths(value, ()), None)
        return None if path is None else ".".join(map(repeated, path)) or "the whole"

    def _paths(self, value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        match value:
            case str() | int() | float():
                kept = self.cleared(value)
                if kept is not value and kept != value:
                    yield path
            case dict():
                for name, item in value.items():
                    yield from self._paths(name, (*path, name))
                    yield from self._paths(item, (*path, name))
            case list():
                for index, item in enumerate(value):
                    yield from self._paths(item, (*path, str(index)))
            case _:
                return
