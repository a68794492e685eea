"""The two streams of a command, as a person at a terminal meets them."""

import errno
import io
from typing import Any

import pytest
from rich.text import Text

from console.screen import Screen
from contracts import CampaignStatus
from runtime.refusals import WrongUse
from runtime.version import Version
from tests.support.campaigns.shown import status

KNOWN = Version(version="1.2.3")


class Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


class Broken(io.StringIO):
    """A stream on which nothing can be written."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str) -> int:
        """Fail."""
        del text
        raise self._error


@pytest.mark.parametrize("as_json", [False, True])
def test_an_answer_for_which_there_is_no_room_is_said_in_a_sentence(*, as_json: bool) -> None:
    """A full disk is no defect of ours, and an answer that is cut off is no answer."""
    full = Broken(OSError(errno.ENOSPC, "No space left on device"))

    with pytest.raises(WrongUse, match="the answer cannot be written: No space left on device"):
        Screen(full, io.StringIO(), as_json=as_json).answer(KNOWN, "the answer")


def test_a_message_for_which_there_is_no_room_stops_nothing() -> None:
    """What a message is about is done all the same."""
    out, full = io.StringIO(), Broken(OSError(errno.ENOSPC, "No space left on device"))
    screen = Screen(out, full, as_json=False)

    screen.say("started")
    screen.warn("attention")
    screen.answer(KNOWN, "the answer")

    assert out.getvalue() == "the answer\n"


@pytest.mark.parametrize("what", ["say", "warn", "line"])
def test_who_reads_may_leave(what: str) -> None:
    """Nobody works on for a pipe that nobody reads."""
    gone = Broken(BrokenPipeError())

    with pytest.raises((BrokenPipeError, SystemExit)):
        getattr(Screen(gone, gone, as_json=False), what)("text")


def test_messages_stand_above_a_live_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said while a view is drawn reaches the person through the view, and later not."""
    monkeypatch.setenv("TERM", "xterm")
    out, err = Terminal(), Terminal()
    screen = Screen(out, err, as_json=False)

    with screen.drawing() as live:
        live.update("the view", refresh=True)
        screen.say("while it is drawn")
    screen.say("afterwards")

    assert "while it is drawn" in out.getvalue()
    assert err.getvalue() == "afterwards\n"


def test_messages_into_a_file_stay_out_of_a_live_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends stderr elsewhere finds every message there."""
    monkeypatch.setenv("TERM", "xterm")
    out, err = Terminal(), io.StringIO()
    screen = Screen(out, err, as_json=False)

    with screen.drawing():
        screen.say("while it is drawn")

    assert err.getvalue() == "while it is drawn\n"


def test_both_streams_of_one_terminal_are_in_the_order_of_what_happened() -> None:
    """Nothing waits in a buffer while the other stream goes on."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(io.BufferedWriter(_Kept(raw)), encoding="utf-8")
    err = io.TextIOWrapper(io.BufferedWriter(_Kept(raw)), encoding="utf-8")
    screen = Screen(out, err, as_json=False)

    screen.say("started")
    screen.answer(KNOWN, "the answer")
    screen.say("done")

    assert raw.getvalue() == b"started\nthe answer\ndone\n"


class _Kept(io.RawIOBase):
    """One of several streams into the same place."""

    def __init__(self, into: io.BytesIO) -> None:
        self._into = into

    def writable(self) -> bool:
        """Return that it takes bytes."""
        return True

    def write(self, data: Any, /) -> int:
        """Keep what comes, as it comes."""
        return self._into.write(data)


def test_programs_get_one_json_object_and_messages_go_elsewhere() -> None:
    """A program that reads stdout finds the contract there and nothing else."""
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(out, err, as_json=True)
    known = status()

    screen.say("a message")
    screen.line("a line")
    screen.answer(known, "a table")

    assert CampaignStatus.model_validate_json(out.getvalue()) == known
    assert err.getvalue() == "a message\na line\n"


def test_colours_that_are_forced_into_a_file_make_nobody_watch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`FORCE_COLOR`, as CI sets it, draws no view again and again into a log."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    out, err = io.StringIO(), io.StringIO()
    screen = Screen(out, err, as_json=False)

    assert not screen.is_live
    with screen.drawing():
        screen.say("while it is drawn")

    assert err.getvalue().endswith("while it is drawn\n")


@pytest.mark.parametrize("stream", [io.StringIO, Terminal], ids=["a file", "a terminal"])
@pytest.mark.parametrize("lines", ["0", "24"])
def test_a_terminal_of_no_size_shows_everything(
    monkeypatch: pytest.MonkeyPatch, lines: str, stream: type[io.StringIO]
) -> None:
    """A terminal without a window says that it has no columns, and no answer is lost for it."""
    monkeypatch.setenv("COLUMNS", "0")
    monkeypatch.setenv("LINES", lines)
    out, err = stream(), stream()
    screen = Screen(out, err, as_json=False)

    screen.say("a message")
    screen.warn("a refusal")
    screen.answer(KNOWN, Text("the answer"))

    assert out.getvalue().strip() == "the answer"
    assert "a message" in err.getvalue()
    assert "a refusal" in err.getvalue()


def test_an_alphabet_that_lacks_a_character_shows_a_mark_and_json_an_escape() -> None:
    """A locale of Latin letters ends no command: people see a mark, programs the character."""
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="latin-1", write_through=True)
    err = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")

    Screen(out, err, as_json=False).answer(KNOWN, "se\u00f1al \u2192 \u65e5")
    Screen(out, err, as_json=True).answer(Version(version="\u65e5"))

    assert raw.getvalue() == b'se\xf1al ? ?\n{"version":"\\u65e5"}\n'
