"""Everybody on a list is written to once, whatever the server does in the middle of it."""

import asyncio
import base64
import logging
from typing import Any

import pytest

from activities.ports import Account, Delivery
from contracts import (
    Infrastructure,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    SettleOrder,
)
from tests.support.publishing.networks.mailing import CONTENT, Mailing, letter_order
from tests.support.publishing.outbox_orders import settle

READERS = [f"reader{number}@r.example" for number in range(20)]


async def published(mailing: Mailing, **changes: Any) -> Publication:
    """Write to everybody who is left."""
    return await mailing.publisher(**changes).publish(letter_order(), CONTENT)


def asked() -> SettleOrder:
    """Return the question for the usual letters."""
    return settle("email", placement="newsletter")


async def test_everybody_gets_one_letter_and_the_outcome_is_counted(mailing: Mailing) -> None:
    """One reader who is refused fails nobody else, and is noted for the next time."""
    mailing.write([*READERS, "no address"])
    mailing.server.by_reader = {READERS[3]: "550 no such user here"}
    refused = mailing.folder / "refused.txt"

    publication = await published(mailing, refused_file=str(refused))
    again = await published(mailing, suppressed=[str(refused)], refused_file=str(refused))

    assert sorted(mailing.readers) == sorted({*READERS} - {READERS[3]})
    assert publication.detail == (
        "letters: 19 accepted, 1 refused; not written to: 1 without a usable address"
    )
    assert publication.remote_id == again.remote_id
    assert refused.read_text() == f"{READERS[3]}\n"
    found = await mailing.publisher().find(asked())
    assert found is not None
    assert found.detail == "letters: 19 accepted, 1 refused"


async def test_a_refused_reader_is_not_shown_whole(
    mailing: Mailing, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has the server's reason, and no address."""
    mailing.write(READERS[:2])
    mailing.server.by_reader = {READERS[0]: "550 no such user here"}

    with caplog.at_level(logging.WARNING):
        await published(mailing)

    assert "r…@r.example was refused: 550 no such user here" in caplog.text
    assert READERS[0] not in caplog.text


async def test_another_reader_whom_a_server_names_is_not_shown(
    mailing: Mailing, caplog: pytest.LogCaptureFixture
) -> None:
    """A server may remember whom it was sent letters for."""
    mailing.write(["ana.perez@r.example", "ben@r.example"])
    mailing.server.by_reader = {"ben@r.example": "550 not after <ana.perez@r.example>"}

    with caplog.at_level(logging.WARNING):
        await published(mailing)

    assert "b…@r.example was refused: 550 not after <…@r.example>" in caplog.text
    assert "perez" not in caplog.text


async def test_what_a_server_repeats_of_a_letter_is_not_told(
    mailing: Mailing, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever reads the log writes to no reader, and ends no reader's letters."""
    mailing.write(["Long.Local.Part@r.example", "ana@r.example", "ben@r.example"])
    mailing.server.by_reader = {"Long.Local.Part@r.example": "550 <long.local.part@r.example>?"}
    mailing.server.repeated = {"ana@r.example"}

    with caplog.at_level(logging.WARNING):
        await published(mailing)

    told = "550 List-Unsubscribe: <https://tostadores.example…> To: … From: Tostadores"
    assert "L…@r.example was refused: 550 <…>?" in caplog.text
    assert f"a…@r.example was refused: {told}" in caplog.text


@pytest.mark.parametrize(
    "said",
    [
        "550-no reader ana-mar\r\n550 ia@r.example",
        f"550 {base64.b64encode(b'To: <ana-maria@r.example>').decode()}",
        "550 ANA-MARIA@R.EXAMPLE",
        f"550 {b'ana-maria@r.example'.hex()}",
        "550 <ana=2Dmaria=40r=2Eexample>",
    ],
)
async def test_a_reader_is_told_in_no_spelling(
    mailing: Mailing, caplog: pytest.LogCaptureFixture, said: str
) -> None:
    """A mail server may quote a letter as it went over the line, or part its words."""
    mailing.write(["ana-maria@r.example", "ben@r.example"])
    mailing.server.by_reader = {"ana-maria@r.example": said}

    with caplog.at_level(logging.WARNING):
        await published(mailing)

    told = "550 no reader …" if "no reader" in said else "550 <…>" if "<" in said else "550 …"
    assert f"a…@r.example was refused: {told}\n" in caplog.text


async def test_a_mail_server_of_the_tests_warns_of_nothing(
    mailing: Mailing, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever looks for a fault in thousands of letters reads no line a letter about the server."""
    mailing.write(READERS[:2])

    await published(mailing)

    assert "deprecated" not in caplog.text


async def test_a_lost_answer_leaves_one_reader_in_doubt(mailing: Mailing) -> None:
    """Who may have the letter does not get it again, and everybody else gets theirs."""
    mailing.write(READERS)
    mailing.server.cut_after = {READERS[7]}

    publication = await published(mailing)
    await published(mailing)

    assert sorted(mailing.readers) == sorted(READERS)
    assert publication.detail == ("letters: 19 accepted, 1 in doubt")


@pytest.mark.parametrize("changes", [0, 1, 2, 7, 20, 39])
async def test_a_ledger_that_fails_in_the_middle_forgets_nobody(
    mailing: Mailing, changes: int
) -> None:
    """Whoever was begun is in doubt at the worst, and whoever was not is still written to."""
    mailing.write(READERS)
    mailing.book.fails_after = changes
    with pytest.raises(Infrastructure):
        await published(mailing)
    mailing.book.fails_after = -1

    await published(mailing)

    doubtful = [what for what in mailing.book.rows.values() if what is Delivery.UNKNOWN]
    assert len(mailing.readers) == len({*mailing.readers})
    assert sorted(mailing.readers) == sorted(READERS)
    assert len(doubtful) == changes % 2


async def test_two_calls_at_the_same_time_write_to_each_reader_once(mailing: Mailing) -> None:
    """A process that slept and one that took over share the list."""
    mailing.write(READERS)

    await asyncio.gather(*(published(mailing) for _ in range(3)), return_exceptions=True)

    assert sorted(mailing.readers) == sorted(READERS)


async def test_a_server_that_ends_its_connections_is_connected_to_again(mailing: Mailing) -> None:
    """Many take a few letters at a time."""
    mailing.write(READERS)
    mailing.server.letters_of_a_connection = 3

    await published(mailing, rate_per_minute=1_500)

    assert sorted(mailing.readers) == sorted(READERS)


async def test_a_server_that_hangs_up_between_two_letters_is_connected_to_again(
    mailing: Mailing,
) -> None:
    """Neither who comes next nor who was refused before is in doubt for it."""
    mailing.write(READERS)
    mailing.server.cut_before = {3, 9}
    mailing.server.cuts_on_reset = True
    mailing.server.by_reader = {READERS[5]: "550 no such user"}

    publication = await published(mailing)

    assert publication.detail == "letters: 19 accepted, 1 refused"
    assert sorted(mailing.readers) == sorted({*READERS} - {READERS[5]})


async def test_credentials_are_tried_without_a_letter(mailing: Mailing) -> None:
    """The server says whether it accepts them, and nothing is sent."""
    publisher = mailing.publisher()

    known = await publisher.account("email")
    assert known == Account(name="Tostadores <news@tostadores.example>")
    mailing.server.password = "another"  # noqa: S105 - it opens nothing
    with pytest.raises(PlatformRefused, match="takes no letters: 535"):
        await publisher.account("email")
    with pytest.raises(PlatformUnavailable, match="takes no letters"):
        await mailing.publisher(port=9).account("email")
    assert mailing.readers == []


async def test_whoever_stops_asking_leaves_no_connection_open(mailing: Mailing) -> None:
    """A campaign that begins does not wait for a server that says nothing to a password."""
    heard, left = asyncio.Event(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 slow.example\r\n")
        await reader.readline()
        writer.write(b"250-slow.example\r\n250 AUTH PLAIN\r\n")
        await reader.readline()
        heard.set()
        assert await reader.read() == b""
        left.set()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        asking = asyncio.ensure_future(mailing.publisher(port=port).account("email"))
        await heard.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(10):
            await left.wait()


async def test_a_server_that_asks_for_nobody_s_name_is_told_none(mailing: Mailing) -> None:
    """A relay on the same machine knows who calls, and says what it refuses all the same."""
    mailing.write(READERS[:2])
    mailing.server.by_reader = {READERS[0]: "550 no such user"}

    publication = await published(mailing, username=None, password_env=None)

    assert publication.detail == "letters: 1 accepted, 1 refused"
