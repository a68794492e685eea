"""Where output goes: answers to stdout, messages to stderr, and JSON when a program reads."""

import codecs
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Final, TextIO

from pydantic import BaseModel
from rich.console import Console, ConsoleDimensions, RenderableType
from rich.live import Live
from rich.text import Text

from console.words.basics import plain
from runtime.refusals import WrongUse

_FILE_WIDTH: Final = 200
"""Characters of a line in a file or pipe, where nothing says how wide it may be."""
_UNKNOWN: Final = (80, 24)
"""Columns and lines of a terminal that says it has none."""


class Screen:
    """One command's two streams."""

    def __init__(self, out: TextIO, err: TextIO, *, as_json: bool) -> None:
        self.as_json = as_json
        self._out = _tolerant(out)
        self._err = _tolerant(err)
        self.console = _visible(
            Console(file=out, highlight=False, width=None if out.isatty() else _FILE_WIDTH)
        )
        self._messages = _visible(Console(file=err, highlight=False, soft_wrap=True))
        self._beside: Console | None = None

    @property
    def is_live(self) -> bool:
        """Whether a person watches, so that lines may be drawn again.

        Colours may be wanted in a file, too (`FORCE_COLOR`, as CI sets it): that makes it none.
        """
        return self._out.isatty() and not self.console.is_dumb_terminal and not self.as_json

    @contextmanager
    def drawing(self) -> Generator[Live]:
        """Draw a view again and again; what is said meanwhile stands above it."""
        with Live(console=self.console, auto_refresh=False) as live:
            # A message that the live view does not know of would be drawn over.
            self._beside = self.console if self._err.isatty() else None
            try:
                yield live
            finally:
                self._beside = None

    def say(self, text: str) -> None:
        """Tell the operator something that is no answer."""
        with _not_told():
            self._out.flush()  # a person sees both streams, and in the order of what happened
            (self._beside or self._messages).print(Text(plain(text)), soft_wrap=True)
            self._err.flush()

    def warn(self, text: str) -> None:
        """Tell the operator what went wrong."""
        with _not_told():
            self._out.flush()
            self._messages.print(Text(plain(text), style="red"))
            self._err.flush()

    def line(self, text: str) -> None:
        """Report progress: on stdout to a person, on stderr beside JSON."""
        if self.as_json:
            self.say(text)
        else:
            with _told():
                self.console.print(Text(plain(text)), soft_wrap=True)

    def answer(self, contract: BaseModel, *shown: RenderableType) -> None:
        """Give the answer: the contract to a program, the rest to a person.

        Raises:
            WrongUse: It cannot be written, as on a full disk.
        """
        with _told():
            self._answer(contract, shown)
            self._out.flush()

    def _answer(self, contract: BaseModel, shown: Iterable[RenderableType]) -> None:
        if self.as_json:
            self._out.write(
                contract.model_dump_json(ensure_ascii=not _is_unicode(self._out)) + "\n"
            )
            return
        for part in shown:
            if isinstance(part, str):  # an address stays in one piece, and brackets are no markup
                self.console.print(Text(plain(part)), soft_wrap=True)
            else:
                self.console.print(part)


@contextmanager
def _told() -> Generator[None]:
    """Say in our words that an answer cannot be written; who reads may also have left."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WrongUse(f"the answer cannot be written: {error.strerror}") from error


@contextmanager
def _not_told() -> Generator[None]:
    """Go on where a message cannot be written: what it is about is done all the same."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError:
        return


def _visible(console: Console) -> Console:
    """Return a console on which something is seen: in no columns, nothing would be written."""
    columns, lines = console.size
    if not (columns and lines):  # `COLUMNS=0`, as terminals without a window set it
        console.size = ConsoleDimensions(columns or _UNKNOWN[0], lines or _UNKNOWN[1])
    return console


def _tolerant(stream: TextIO) -> TextIO:
    """Return a stream on which everything can be written, if need be with marks for characters.

    A locale may have an alphabet of its own, and a path may hold bytes that are no text.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="replace")
    return stream


def _is_unicode(stream: TextIO) -> bool:
    if not isinstance(stream, TextIOWrapper):  # in memory, where there are only characters
        return True
    return codecs.lookup(stream.encoding).name.startswith("utf")
