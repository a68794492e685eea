"""What a mail server, a list or a setting does not allow is told by what is certain."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from activities.publish.email import publisher as module
from activities.publish.email.addresses import recipient_key
from activities.publish.email.settings import EmailSettings
from activities.secret_variables import secrets_of
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    SettleOrder,
    Unfinished,
)
from tests.support.publishing.networks.mailing import CONTENT, Mailing, letter_order
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import settle

READERS = [f"reader{number}@r.example" for number in range(20)]


async def published(mailing: Mailing, **changes: Any) -> Publication:
    """Write to everybody who is left."""
    return await mailing.publisher(**changes).publish(letter_order(), CONTENT)


def asked() -> SettleOrder:
    """Return the question for the usual letters."""
    return settle("email", placement="newsletter")


@pytest.mark.parametrize(
    ("trouble", "raised"),
    [
        (Trouble.REFUSED, PlatformRefused),
        (Trouble.REVOKED, PlatformRefused),
        (Trouble.MOVED, PlatformUnavailable),
        (Trouble.CUT_BEFORE, PlatformUnavailable),
    ],
)
async def test_a_server_that_takes_no_letters_has_taken_none(
    mailing: Mailing, trouble: Trouble, raised: type[Exception]
) -> None:
    """Whether another attempt can help is the server's word."""
    mailing.write(READERS)
    mailing.server.troubles.append(trouble)

    with pytest.raises(raised, match="The mail server of email takes no letters"):
        await published(mailing)

    assert mailing.readers == []
    assert mailing.book.rows == {}
    assert await mailing.publisher().find(asked()) is None


async def test_a_server_that_is_not_there_has_taken_nothing(mailing: Mailing) -> None:
    """Nobody is in doubt of whom no server has heard."""
    mailing.write(READERS)

    with pytest.raises(PlatformUnavailable, match="takes no letters"):
        await published(mailing, port=9)

    assert mailing.book.rows == {}


async def test_a_password_that_is_revoked_in_the_middle_stops_nothing_that_was_sent(
    mailing: Mailing,
) -> None:
    """Who has a letter is known, and the rest are gone on with once the password is right."""
    mailing.write(READERS)
    mailing.server.cut_after = {READERS[4]}
    right, mailing.server.revoked_after = mailing.server.password, 5

    with pytest.raises(AnswerLost) as stopped:
        await published(mailing)

    assert "So far: letters: 4 accepted, 1 in doubt" in str(stopped.value)
    mailing.server.password, mailing.server.revoked_after = right, 99
    await published(mailing)
    assert sorted(mailing.readers) == sorted(READERS)


async def test_a_reader_who_is_put_off_is_tried_again(mailing: Mailing) -> None:
    """The server asks for patience; meanwhile everybody else is written to."""
    mailing.write(READERS)
    mailing.server.by_reader = {READERS[1]: "451 greylisted", READERS[2]: "450 mailbox busy"}

    with pytest.raises(AnswerLost, match=r"2 readers were put off \(r…@r.example: 451 grey") as put:
        await published(mailing)
    mailing.server.by_reader = {}
    await published(mailing)

    assert put.value.retry_after is not None
    assert sorted(mailing.readers) == sorted(READERS)


async def test_a_list_that_is_too_long_for_one_call_is_gone_on_with(
    mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call ends in time and says how many are left; the next one goes on."""
    mailing.write(READERS)
    monkeypatch.setattr(module, "_LAST_SENDING", timedelta(seconds=14.6))

    with pytest.raises(Unfinished, match="readers are still to be written to"):
        await published(mailing, timeout_seconds=15, rate_per_minute=600)
    some = len(mailing.readers)
    monkeypatch.undo()
    await published(mailing)

    assert 0 < some < len(READERS)
    assert sorted(mailing.readers) == sorted(READERS)


async def test_refusals_one_after_the_other_are_not_about_the_readers(
    mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender in disrepute does not burn a whole list."""
    monkeypatch.setattr(module, "_MOST_REFUSED", 5)
    mailing.write(READERS)
    mailing.server.by_reader = dict.fromkeys(READERS, "554 you are on a list")

    with pytest.raises(AnswerLost, match="5 readers were refused one after the other"):
        await published(mailing)

    assert len(mailing.book.rows) == 5


async def test_when_everybody_is_refused_nothing_is_out(mailing: Mailing) -> None:
    """It is no publication that nobody got."""
    mailing.write(READERS[:2])
    mailing.server.by_reader = dict.fromkeys(READERS, "550 no such user")

    with pytest.raises(PlatformRefused, match="letters: 0 accepted, 2 refused"):
        await published(mailing)

    assert await mailing.publisher().find(asked()) is None


async def test_when_nobody_can_tell_a_person_looks(mailing: Mailing) -> None:
    """One reader whose answer was lost is all that there is."""
    mailing.write(READERS[:1])
    mailing.server.cut_after = {*READERS}

    with pytest.raises(OutcomeUnknowable, match="1 in doubt"):
        await published(mailing)
    with pytest.raises(OutcomeUnknowable, match="1 in doubt"):
        await mailing.publisher().find(asked())


@pytest.mark.parametrize("consent", ["no", ""])
async def test_a_list_on_which_nobody_has_agreed_is_refused(mailing: Mailing, consent: str) -> None:
    """The reason names what they lack."""
    mailing.write(READERS, consent)

    with pytest.raises(PlatformRefused, match="may be written to: 20 without consent"):
        await published(mailing)


async def test_an_empty_list_is_refused(mailing: Mailing) -> None:
    """A campaign that reaches nobody has not been published."""
    mailing.write([])

    with pytest.raises(PlatformRefused, match=r"may be written to\.$"):
        await published(mailing)


async def test_a_restored_ledger_writes_to_nobody(mailing: Mailing) -> None:
    """It may have forgotten who has a letter, so a person decides."""
    mailing.write(READERS)
    mailing.book.is_complete = False

    with pytest.raises(OutcomeUnknowable, match="may have forgotten who was written to"):
        await published(mailing)
    with pytest.raises(OutcomeUnknowable, match="may have forgotten who was written to"):
        await mailing.publisher().find(asked())

    assert mailing.readers == []


async def test_without_a_ledger_nobody_is_written_to(mailing: Mailing) -> None:
    """A plan knows the channel, and can do nothing with it."""
    publisher = mailing.publisher()
    publisher._ledger = None

    with pytest.raises(OutcomeUnknowable, match="Nobody knows here who was written to"):
        await publisher.publish(letter_order(), CONTENT)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"security": "none", "host": "mail.example"}, "security must be starttls or tls"),
        ({"username": None}, "username and password_env are given together"),
        ({"dkim_selector": "fall"}, "dkim_selector and dkim_key_env are given together"),
        ({"sender": "Tostadores"}, "must be like 'Name <name@host.example>'"),
        ({"sender": "T\u202e <a@b.example>"}, "must be like"),
        ({"recipients": "list.csv"}, "must be the absolute path of a file"),
        ({"recipients": "http://a.example/list"}, "must begin with https://"),
        ({"suppressed": ["gone.csv"]}, "must be the absolute path of a file"),
        ({"unsubscribe_url": "https://a.example/out"}, "that has {token} in it"),
        ({"unsubscribe_url": "http://a.example/{token}"}, "an address with https://"),
        ({"host": "a b"}, "string should match pattern"),
    ],
)
async def test_settings_that_do_not_fit_are_refused(
    mailing: Mailing, changes: dict[str, object], message: str
) -> None:
    """The operator reads what would be right before anybody is written to."""
    usual = mailing.publisher()._settings.model_dump()

    with pytest.raises(ValidationError) as caught:
        EmailSettings.model_validate(usual | changes)

    assert message.lower() in str(caught.value).lower()


async def test_a_secret_that_anybody_could_guess_is_refused(mailing: Mailing) -> None:
    """The message says what it should be, and not what it was."""
    environ = {"PASSWORD": "p", "OUT": "too short"}

    with pytest.raises(ValueError, match="must hold at least 16 characters") as caught:
        secrets_of(mailing.publisher()._settings, environ)

    assert "too short" not in str(caught.value)


async def test_a_reader_s_key_tells_nobody_s_address(mailing: Mailing) -> None:
    """The ledger has a digest, and another one in another campaign."""
    mailing.write(READERS[:1])

    await published(mailing)

    assert {who for _, who in mailing.book.rows} == {
        recipient_key(letter_order().step_key, READERS[0].upper())
    }
    assert recipient_key("other", READERS[0]) not in str(mailing.book.rows)


async def test_letters_are_not_taken_back(mailing: Mailing) -> None:
    """A letter is its reader's."""
    with pytest.raises(PlatformRefused, match="cannot be taken back"):
        await mailing.publisher().retract(asked())
