"""A list is read as offices write it, and nobody is written to who has not agreed."""

import time
from uuid import UUID

import pytest

from activities.publish.email import sources
from activities.publish.email.addresses import address_of, masked, without_addresses
from activities.publish.email.list import Readers, Unusable, readers_of
from activities.publish.email.sources import ReaderSource
from contracts import PlatformRefused, PlatformUnavailable
from tests.support.publishing.networks.mailing import CONTENT, Mailing, letter_order
from tests.support.publishing.outbox_orders import TENANT
from tests.support.publishing.webhook_world import Saying, answer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana@readers.example", "ana@readers.example"),
        ("  Ana.B+c@Readers.Example ", "Ana.B+c@readers.example"),
        ("ana@cafés.example", "ana@xn--cafs-dpa.example"),
        ("ana@localhost", None),
        ("ana@readers..example", None),
        ("a..na@readers.example", None),
        (".ana@readers.example", None),
        ("=cmd|' /C calc'!A0@readers.example", None),
        ("=1+1@readers.example", None),
        ("+34@readers.example", None),
        ("-ana@readers.example", None),
        ("ana@readers.example\r\nBcc: all@readers.example", None),
        ("Ana <ana@readers.example>", None),
        ("a" * 65 + "@readers.example", None),
        ("ana@" + "a." * 130 + "example", None),
        ("ana@" + "á" * 70 + ".example", None),
        ("ana", None),
        ("", None),
    ],
)
def test_an_address_is_what_a_server_can_use(text: str, expected: str | None) -> None:
    """What is none, or would be a command to a spreadsheet or a server, is nobody's."""
    assert address_of(text) == expected


def test_a_message_shows_no_whole_address() -> None:
    """Whoever reads a log recognises a reader and cannot write to one."""
    assert masked("ana@readers.example") == "a…@readers.example"


@pytest.mark.parametrize(
    "listed",
    [
        b"email,consent\nana@r.example,yes\nbea@r.example,no\n",
        b"\xef\xbb\xbfemail;consent\r\nana@r.example;Yes\r\nbea@r.example;\r\n",
        "Correo electrónico;Consentimiento\nana@r.example;Sí\nbea@r.example;No".encode("cp1252"),
        "E-Mail\tConsent\nana@r.example\t2026-03-01\nbea@r.example\t-".encode("utf-16"),
        b"Lista de primavera\n\nnombre,acepta,correo\nAna,x,ana@r.example\nBea,,bea@r.example",
    ],
)
def test_a_list_of_any_office_is_read(listed: bytes) -> None:
    """Encodings, separators, titles and names of columns are as they come."""
    assert readers_of(listed, []) == Readers(("ana@r.example",), without_consent=1)


def test_everybody_is_there_once_and_whoever_is_left_out_is_counted() -> None:
    """Repetitions, unsubscriptions, bounces and rows without an address write to nobody."""
    listed = (
        b"email,consent\nana@r.example,yes\nANA@R.example,yes\nbea@r.example,yes\n"
        b'=HYPERLINK("x"),yes\ncai@r.example,no\ndan@r.example,yes\neva@r.example\n'
    )
    gone = [b"bea@r.example\r\n", b'date;email\n2026-01-01;"DAN@r.example"\n']

    readers = readers_of(listed, gone)

    assert readers.addresses == ("ana@r.example",)
    assert readers.left_out == (
        "2 without consent, 2 suppressed, 1 without a usable address, 1 listed twice"
    )
    assert readers_of(b"email,consent\nana@r.example,yes", []).left_out == ""


@pytest.mark.parametrize(
    ("listed", "message"),
    [
        (b"", "has no column email"),
        (b"\xff\xfe\x00", "has no column email"),
        (b"name,consent\nAna,yes", "has no column email"),
        (b"email\nana@r.example", "has no column consent"),
        (b"email,consent\n" + b"a,yes\n" * 6, "has more than 5 rows"),
    ],
)
def test_what_is_no_list_says_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, listed: bytes, message: str
) -> None:
    """Without the column of consents nobody is written to."""
    monkeypatch.setattr("activities.publish.email.list.MOST_RECIPIENTS", 5)
    with pytest.raises(Unusable, match=message):
        readers_of(listed, [])


@pytest.mark.no_cover  # it takes the time of what is delivered, not of what is measured
def test_two_hundred_thousand_readers_are_read_in_no_time() -> None:
    """A large list holds nothing up; the bound is twenty times what it took on two slow cores."""
    lines = (b"reader%d@r.example,yes\n" % at for at in range(200_000))
    listed = b"email,consent\n" + b"".join(lines)

    began = time.process_time()
    readers = readers_of(listed, [listed[-3_000_000:]])

    assert len(readers.addresses) < 200_000
    assert len(readers.addresses) + readers.suppressed == 200_000
    assert time.process_time() - began < 60


async def test_a_tenant_s_campaign_goes_to_the_tenant_s_list(mailing: Mailing) -> None:
    """Nobody is written to for whom another tenant has the consent."""
    settings = mailing.publisher(recipients=f"{mailing.folder}/{{tenant}}.csv")._settings
    (mailing.folder / f"{TENANT}.csv").write_text("email,consent\nana@r.example,yes")

    readers = await ReaderSource(settings).readers("email", TENANT)

    assert readers.addresses == ("ana@r.example",)
    with pytest.raises(PlatformUnavailable, match=r"0007\.csv cannot be read: No such file"):
        await ReaderSource(settings).readers("email", UUID(int=7))


async def test_a_list_may_lie_on_a_server(mailing: Mailing) -> None:
    """It is asked for each time; what is no answer writes to nobody."""
    endpoint = Saying(answer(200, b"email,consent\nana@r.example,yes"))
    async with endpoint.serving() as url:
        await mailing.publisher(recipients=url).publish(letter_order(), CONTENT)
    async with Saying(answer(503, b"later", retry_after="7")).serving() as url:
        with pytest.raises(PlatformUnavailable, match="503") as caught:
            await mailing.publisher(recipients=url).publish(letter_order(), CONTENT)

    assert mailing.readers == ["ana@r.example"]
    assert caught.value.retry_after is not None
    assert "/posts" not in str(caught.value)


@pytest.mark.parametrize("status", [200, 400, 429, 500])
async def test_nobody_on_a_list_is_told_by_what_its_server_answers(
    mailing: Mailing, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is no success, or too long, may quote the list."""
    monkeypatch.setattr(sources, "_MOST_BYTES", 10)
    quoting = answer(status, b"email,consent\nana.perez@r.example,yes", retry_after="7")
    async with Saying(quoting).serving() as url:
        with pytest.raises(PlatformUnavailable, match=f"answered {status}, and its") as caught:
            await mailing.publisher(recipients=url).publish(letter_order(), CONTENT)

    assert "perez" not in str(caught.value)


async def test_nobody_on_a_list_is_told_by_what_is_no_answer(mailing: Mailing) -> None:
    """A library shows what it could not read."""
    async with Saying(b"ana.perez@r.example,yes\r\n\r\n").serving() as url:
        with pytest.raises(PlatformUnavailable, match="gave no whole answer") as caught:
            await mailing.publisher(recipients=url).publish(letter_order(), CONTENT)

    assert "perez" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("550 <ana@r.example>: no such user", "550 <…@r.example>: no such user"),
        ('no "ana maria"@r.example here', "no …@r.example here"),
        ("ask bounce+ana=r.example@lists.example", "ask …@lists.example"),
        ("b'ñandú@r.example,yes'", "…@r.example,yes'"),
        ("450 4.2.1 come back at 7", "450 4.2.1 come back at 7"),
    ],
)
def test_addresses_in_somebody_s_words_are_not_told(said: str, told: str) -> None:
    """Whoever's they are."""
    assert without_addresses(said) == told


async def test_a_file_that_is_not_there_writes_to_nobody(mailing: Mailing) -> None:
    """Without the file of those who are out, anybody might be one of them."""
    mailing.write(["ana@r.example"])
    gone = str(mailing.folder / "gone.csv")

    with pytest.raises(PlatformUnavailable, match=r"gone\.csv cannot be read"):
        await mailing.publisher(suppressed=[gone]).publish(letter_order(), CONTENT)

    assert mailing.readers == []


async def test_a_file_that_is_too_large_writes_to_nobody(
    mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before it fills the memory."""
    mailing.write(["ana@r.example"])
    monkeypatch.setattr("activities.publish.email.sources._MOST_BYTES", 5)

    with pytest.raises(PlatformUnavailable, match="has more than 5 bytes"):
        await mailing.publisher().publish(letter_order(), CONTENT)


async def test_a_file_that_is_no_list_writes_to_nobody(mailing: Mailing) -> None:
    """It is named as what it is."""
    (mailing.folder / "list.csv").write_text("email\nana@r.example")

    with pytest.raises(PlatformRefused, match="The list of recipients for email has no column"):
        await mailing.publisher().publish(letter_order(), CONTENT)
