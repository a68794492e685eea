"""What every kind of publisher promises, put to each of them in each of its worlds."""

import hashlib
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Final

import pytest

from activities.ports import HasAccount
from activities.publish.kind import Can
from contracts import (
    AnswerLost,
    ContractInvalid,
    OutcomeUnknowable,
    PlatformRefused,
    Publication,
    PublicationStatus,
    Reconciliation,
)
from tests.support.publishing.cases import (
    EVERY,
    Case,
    case_of,
    error_of,
    kind_of,
    wired,
    world_of,
)
from tests.support.publishing.networks.troubles import COMES_AFTER, Trouble
from tests.support.publishing.outbox_orders import COPY, PICTURE, SHA, asset, order, settle

LINK: Final = "https://tostadores.example/otono"
ALT_TEXT: Final = "Una bolsa de café"
OTHER: Final = b"\x89PNG another"
OTHER_SHA: Final = hashlib.sha256(OTHER).hexdigest()
CONTENT: Final = {SHA: PICTURE, OTHER_SHA: OTHER}
TEXT: Final = COPY | {"subject": "Café de otoño"}
POST: Final = order(assets=[asset(link=LINK, alt_text=ALT_TEXT, text=TEXT)])
OTHER_POST: Final = order("x", assets=[asset("x", link=LINK, text=TEXT)])


@pytest.fixture(params=EVERY, ids=lambda of: f"{of[0]}-{of[1]}")
async def case(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[Case]:
    """Give a test every publisher in every one of its worlds in turn."""
    name, number = request.param
    async with world_of(name, number, tmp_path) as world:
        one = case_of(kind_of(name), world, tmp_path)
        yield one
        await one.publisher.close()


def same(first: Publication | None, second: Publication | None) -> bool:
    """Tell whether two answers are about the same publication, whenever they were given."""
    return first == (second and second.model_copy(update={"at": first and first.at}))


async def test_a_post_carries_what_was_audited(case: Case) -> None:
    """The public sees the copy once, and link and description as far as the kind has them."""
    publication = await case.publisher.publish(POST, CONTENT)

    (shown,) = case.world.shown()
    assert publication.status is PublicationStatus.SENT
    assert publication.remote_id
    assert (publication.channel, publication.placement) == ("instagram", "feed")
    assert all(COPY[field] in shown for field in case.world.fields)
    assert (LINK in shown) == (case.kind.abilities.link is Can.YES)
    assert (ALT_TEXT in shown) == (case.kind.abilities.alt_text is Can.YES)


async def test_several_pictures_go_out_together_or_not_at_all(case: Case) -> None:
    """A post is never published without one of its pictures."""
    pictures = [asset(text=TEXT), asset(text=TEXT, sha256=OTHER_SHA, size_bytes=len(OTHER))]
    both = order(assets=pictures)

    if case.kind.abilities.several_pictures is Can.YES:
        await case.publisher.publish(both, CONTENT)
        (shown,) = case.world.shown()
        assert SHA in shown
        assert OTHER_SHA in shown
    else:
        with pytest.raises(PlatformRefused):
            await case.publisher.publish(both, CONTENT)
        assert case.world.shown() == []


async def test_the_same_call_again_keeps_what_was_promised(case: Case) -> None:
    """A lost answer is made up for as the level of honesty says: again, by asking, or by nobody."""
    first = await case.publisher.publish(POST, CONTENT)

    match case.publisher.reconciliation:
        case Reconciliation.KEYED:
            assert same(await case.publisher.publish(POST, CONTENT), first)
        case Reconciliation.QUERYABLE:
            assert same(await case.publisher.find(settle()), first)
        case Reconciliation.NEITHER:
            with pytest.raises(OutcomeUnknowable):
                await case.publisher.find(settle())
    assert len(case.world.shown()) == 1


async def test_a_question_is_answered_by_what_is_out_or_refused(case: Case) -> None:
    """Before there is something, nothing is found; who cannot be asked does not guess."""
    if not case.world.finds:
        with pytest.raises(OutcomeUnknowable):
            await case.publisher.find(settle())
        return

    assert await case.publisher.find(settle()) is None
    published = await case.publisher.publish(POST, CONTENT)
    assert same(await case.publisher.find(settle()), published)
    assert await case.publisher.find(settle("x")) is None


async def test_what_is_taken_back_is_gone_and_stays_so(case: Case) -> None:
    """Taking back twice is the same as once, leaves other posts alone, and is not undone."""
    published = await case.publisher.publish(POST, CONTENT)
    await case.publisher.publish(OTHER_POST, CONTENT)
    if not case.world.retracts:
        with pytest.raises(PlatformRefused):
            await case.publisher.retract(settle())
        assert len(case.world.shown()) == 2
        return

    once = await case.publisher.retract(settle())
    again = await case.publisher.retract(settle())

    assert once is not None
    assert once.status is PublicationStatus.RETRACTED
    assert once.remote_id == published.remote_id
    assert same(again, once if case.world.remembers else None)
    assert len(case.world.shown()) == 1
    if case.world.finds:
        assert same(await case.publisher.find(settle()), once if case.world.remembers else None)
    if case.publisher.reconciliation is Reconciliation.KEYED and case.world.remembers:
        assert same(await case.publisher.publish(POST, CONTENT), once)
        assert len(case.world.shown()) == 1


async def test_nothing_can_be_taken_back_that_was_never_out(case: Case) -> None:
    """An order to take back says that there was nothing, where that can be known."""
    if case.world.retracts:
        assert await case.publisher.retract(settle()) is None
    assert case.world.shown() == []


@pytest.mark.parametrize("trouble", Trouble)
async def test_whatever_goes_wrong_it_is_out_once_in_the_end(case: Case, trouble: Trouble) -> None:
    """What is said of a call that failed is true, and what the level promises is kept after it."""
    if case.world.meet is None:
        return
    case.world.meet(trouble)

    raised = await error_of(case.publisher.publish(POST, CONTENT))

    is_out = len(case.world.shown())
    if raised is None:
        assert trouble is Trouble.REVOKED  # whoever can prove anew who calls gets over it
    assert is_out == (trouble in COMES_AFTER or raised is None)
    if raised is None:
        assert same(
            await case.publisher.find(settle()), await case.publisher.publish(POST, CONTENT)
        )
    elif isinstance(raised, OutcomeUnknowable):
        assert isinstance(await error_of(case.publisher.publish(POST, CONTENT)), OutcomeUnknowable)
    elif not isinstance(raised, AnswerLost):
        assert not is_out
        await case.publisher.publish(POST, CONTENT)
    elif case.publisher.reconciliation is Reconciliation.KEYED:
        await case.publisher.publish(POST, CONTENT)
    elif case.publisher.reconciliation is Reconciliation.QUERYABLE:
        found = await case.publisher.find(settle())
        assert (found is not None) == bool(is_out)
        if found is None:
            await case.publisher.publish(POST, CONTENT)
    else:
        with pytest.raises(OutcomeUnknowable):
            await case.publisher.find(settle())
        assert len(case.world.shown()) == is_out
        return
    assert len(case.world.shown()) == 1


async def test_credentials_are_tried_before_they_are_needed(case: Case) -> None:
    """An operator learns whose they are, or that they are refused, and nothing is published."""
    if case.kind.abilities.account is Can.NO:
        if isinstance(case.publisher, HasAccount):
            assert await case.publisher.account("instagram") is None
        return
    assert isinstance(case.publisher, HasAccount)

    assert await case.publisher.account("instagram")
    assert case.world.shown() == []


async def test_a_publisher_can_be_closed_twice(case: Case) -> None:
    """Whoever cleans up need not know whether somebody has done so already."""
    await case.publisher.publish(POST, CONTENT)

    await case.publisher.close()
    await case.publisher.close()

    assert len(case.world.shown()) == 1


async def test_a_publisher_promises_what_its_record_says(case: Case) -> None:
    """The plan and the documentation know what a lost answer costs before there is one."""
    assert case.kind.reconciliation in {None, case.publisher.reconciliation}
    assert case.world.finds or case.publisher.reconciliation is not Reconciliation.QUERYABLE
    assert 0 < case.publisher.call_timeout.total_seconds() <= 60


async def test_a_secret_in_the_wrong_place_is_refused_and_not_shown(
    case: Case, tmp_path: Path
) -> None:
    """Who writes a secret into the file, or forgets its variable, does not read it in a log."""
    section, environ = case.world.section, case.world.environ
    named = {field: name for field, name in section.items() if name in environ}
    for field, variable in named.items():
        secret = environ[str(variable)]
        others = {name: held for name, held in environ.items() if name != variable}
        for given, known in ((dict(section) | {field: secret}, environ), (section, others)):
            with pytest.raises(ContractInvalid, match=field) as caught:
                wired(case.kind, given, known, tmp_path)
            assert secret not in f"{caught.value}{caught.value.__cause__!r}"


@pytest.mark.parametrize(("name", "number"), EVERY)
async def test_a_secret_is_shown_nowhere(name: str, number: int, tmp_path: Path) -> None:
    """Neither the publisher nor anything that it says has a secret in it, also when all fails."""
    async with world_of(name, number, tmp_path) as world:
        case = case_of(kind_of(name), world, tmp_path)
        said = [str(await case.publisher.publish(POST, CONTENT))]
    for asked in (
        case.publisher.publish(OTHER_POST, CONTENT),
        case.publisher.find(settle()),
        case.publisher.retract(settle()),
    ):
        error = await error_of(asked)
        said.append(f"{error!s}{error!r}{error and error.__cause__!r}")
    await case.publisher.close()

    publisher = case.publisher
    said += [repr(publisher), str(publisher), repr(vars(publisher))]
    said += [repr(case.settings), str(case.settings), repr(case.kind)]
    shown = "\n".join(said)
    assert {name for name, secret in world.environ.items() if secret in shown} == set()
