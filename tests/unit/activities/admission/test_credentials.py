"""What may keep a campaign from being published is said when it is admitted."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from activities.accounts import TO_DO
from activities.admission.credentials import CredentialCheck
from activities.ports import Account, Quota
from contracts import AdmissionInput, PlatformRefused, PlatformUnavailable, Timing
from tests.support.builders import MOMENT, request
from tests.support.fakes.faults import Faults
from tests.support.fakes.platform import AskedPlatform, FakePlatform
from tests.support.worlds.activities import World

DAY: Final = timedelta(days=1)


@pytest.fixture
def platform() -> AskedPlatform:
    """Give a test a platform that can be asked."""
    return AskedPlatform(Faults())


class Silent(AskedPlatform):
    """A platform that never answers."""

    async def account(self, channel: str) -> Account | None:
        """Wait for ever."""
        del channel
        await asyncio.Event().wait()
        raise AssertionError


def check_of(platform: FakePlatform, longest: float = 2) -> CredentialCheck:
    """Return what asks a platform."""
    return CredentialCheck(platform, lambda: MOMENT, longest)


async def test_refused_credentials_are_named_with_what_to_do(platform: AskedPlatform) -> None:
    """The channel is named, and the others say nothing."""
    platform.faults.plan("account x", PlatformRefused("It answered 401."))

    notes = await check_of(platform).notes(request("instagram", "x"))

    assert notes == [f"x: nothing could be published as things stand. {TO_DO} It answered 401."]


async def test_long_words_of_a_network_fit_and_leave_what_to_do(platform: AskedPlatform) -> None:
    """A status has room for 300 characters."""
    platform.faults.plan("account x", PlatformRefused("<html>" * 500))

    (note,) = await check_of(platform).notes(request("x"))

    assert TO_DO in note
    assert len(note) == 300


async def test_a_network_that_does_not_answer_leaves_it_unknown(platform: AskedPlatform) -> None:
    """Neither an answer that is none nor a long silence holds a campaign up."""
    platform.faults.plan("account x", PlatformUnavailable("It is away."))

    away = await check_of(platform).notes(request("x"))
    late = await check_of(Silent(Faults()), longest=0).notes(request("x"))

    assert away == ["x: whether it can be published is unknown: It is away."]
    assert late == ["x: whether it can be published is unknown: gave no answer within 0 seconds"]


async def test_a_channel_that_cannot_be_asked_says_nothing(platform: AskedPlatform) -> None:
    """Neither a kind without accounts nor a network that tells nobody is in doubt."""
    assert await check_of(platform).notes(request("x")) == []
    assert await check_of(FakePlatform(Faults())).notes(request("x")) == []


@pytest.mark.parametrize(
    ("timing", "days", "is_noted"),
    [
        (Timing(), 7, True),
        (Timing(), 8, False),
        (Timing(publish_not_before=MOMENT + 30 * DAY), 30, True),
        (Timing(publish_not_before=MOMENT + 30 * DAY), 31, False),
        (Timing(publish_before=MOMENT + 40 * DAY), 31, True),
        (Timing(publish_before=MOMENT + DAY), 8, False),
    ],
)
async def test_credentials_that_end_before_the_window_are_told(
    platform: AskedPlatform, timing: Timing, days: int, *, is_noted: bool
) -> None:
    """A week at least is looked ahead, and to the end of the publishing window."""
    platform.answer = Account(name="@shop", expires=MOMENT + days * DAY)

    notes = await check_of(platform).notes(request("x", timing=timing))

    told = f"x: the credentials hold until {MOMENT + days * DAY:%Y-%m-%d} 09:00 UTC only"
    assert notes == ([told] if is_noted else [])


@pytest.mark.parametrize(
    ("quota", "said"),
    [
        (Quota(left=0), "x: the network takes no more calls"),
        (
            Quota(left=0, resets_at=MOMENT + DAY),
            "x: the network takes no more calls until 2026-03-03 09:00 UTC",
        ),
        (Quota(left=0, resets_at=MOMENT), None),
        (Quota(left=1, resets_at=MOMENT + DAY), None),
    ],
)
async def test_calls_that_are_used_up_are_told(
    platform: AskedPlatform, quota: Quota, said: str | None
) -> None:
    """What is back before it is needed is nobody's concern."""
    platform.answer = Account(name="@shop", quota=quota)

    notes = await check_of(platform).notes(request("x"))

    assert notes == ([] if said is None else [said])


async def test_many_campaigns_are_one_question(platform: AskedPlatform) -> None:
    """Whoever comes while somebody asks, or within a minute, has the same answer."""
    check = check_of(platform)
    platform.faults.plan("account x", PlatformUnavailable("It is away."))

    all_notes = await asyncio.gather(*(check.notes(request("x")) for _ in range(20)))

    assert all(notes == all_notes[0] != [] for notes in all_notes)
    assert platform.faults.calls == ["account x"]


@pytest.mark.parametrize(
    ("error", "minutes"), [(PlatformUnavailable("away"), 1), (PlatformRefused("401"), 60)]
)
async def test_an_answer_counts_for_a_while(
    platform: AskedPlatform,
    monkeypatch: pytest.MonkeyPatch,
    error: PlatformRefused | PlatformUnavailable,
    minutes: int,
) -> None:
    """After a minute a network is asked again; after a refusal, which may count, it is spared."""
    check = check_of(platform)
    platform.faults.plan("account x", error)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await check.notes(request("x"))

    monkeypatch.setattr(loop, "time", lambda: began + 60 * minutes - 1)
    assert await check.notes(request("x")) != []
    monkeypatch.setattr(loop, "time", lambda: began + 60 * minutes + 1)
    assert await check.notes(request("x")) == []
    monkeypatch.undo()


async def test_a_worker_that_starts_asks_anew(platform: AskedPlatform) -> None:
    """Whoever corrects a password starts its worker anew, and waits for no hour to be over."""
    platform.faults.plan("account x", PlatformRefused("401"))

    before = await check_of(platform).notes(request("x"))
    after = await check_of(platform).notes(request("x"))

    assert before != []
    assert after == []


async def test_what_may_keep_a_campaign_from_being_published_is_noted() -> None:
    """Refused credentials refuse no campaign: they can be mended until its slot."""
    world = World()
    asked = AskedPlatform(world.faults)
    stages = replace(world.stages, publishers=asked)
    world.offered = {offered.__name__: offered for offered in stages.activities}
    world.faults.plan("account x", PlatformRefused("It answered 401."))

    admitted = await world.run(
        "admit_campaign", AdmissionInput(request=request("x"), request_sha256="0" * 64)
    )

    assert [note.partition(".")[0] for note in admitted.notes] == [
        "x: nothing could be published as things stand"
    ]
