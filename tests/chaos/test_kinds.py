"""What the checker says of a kind that is tried against its own server."""

from typing import Any, Final

import pytest

from activities.publish.registry import KINDS
from tests.chaos.made_evidence import of, parts
from tests.chaos.trials import PUBLISHING, channel_of, kind_trials
from tests.support.publishing.worlds import WORLDS

EFFECT: Final[dict[str, Any]] = {
    "kind": "effect",
    "key": "k",
    "step_key": ":exec:e-keyed:",
    "channel": "x",
}


def mailing(*letters: str, doubts: tuple[str, ...] = ()) -> Any:
    """Return the verdict about a mailing to two readers, by who got a letter and who may have."""
    evidence = parts("keyed", kind="email", readers=2)
    evidence["book"] = [
        *(EFFECT | {"id": f"email-{n}", "reader": reader} for n, reader in enumerate(letters)),
        *({"kind": "in doubt", "key": "k", "reader": reader} for reader in doubts),
    ]
    return of(evidence)


def test_a_letter_for_each_reader_is_no_double() -> None:
    """A mailing is good when everybody has one letter."""
    assert mailing("ana", "ben").is_good


def test_a_reader_with_two_letters_is_a_double() -> None:
    """A second letter is not excused by a reader who has none."""
    assert mailing("ana", "ana").doubles


def test_a_reader_without_a_letter_is_missed_unless_the_ledger_names_the_doubt() -> None:
    """Nobody is forgotten in silence."""
    assert mailing("ana").unproven
    assert mailing("ana", doubts=("ben",)).is_good


def test_every_kind_is_tried_at_every_instant() -> None:
    """A kind that is registered is taken in by its record and its world."""
    made = kind_trials(1, len(PUBLISHING), sorted(KINDS))

    assert {(one.kind, one.point) for one in made} == {
        (kind, point) for kind in KINDS for point in PUBLISHING
    }
    assert WORLDS.keys() == KINDS.keys()
    assert len({channel_of(kind) for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("level", ["keyed", "queryable"])
def test_a_kind_that_can_tell_may_not_say_unknown(level: str) -> None:
    """A person is asked only where nobody else can tell."""
    assert of(parts(level, "unknown", kind="mastodon")).unproven
