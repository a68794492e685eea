"""What the checker says of a kind that is tried against its own server."""

from pathlib import Path
from typing import Any, Final

import pytest

from activities.publish.registry import KINDS
from tests.chaos.evidence import Evidence
from tests.chaos.kind_trials import LANGUAGES, kind_trials, together_trials
from tests.chaos.made_evidence import Parts, of, parts, payload
from tests.chaos.report import report_kinds
from tests.chaos.run import main
from tests.chaos.trials import PUBLISHING, channel_of
from tests.support.publishing.worlds.registry import WORLDS

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
    assert mailing("ana", doubts=("ana",)).unproven


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


def together(there: str = "sent") -> Parts:
    """Return the evidence of a campaign on x and, sent or in whatever other state, on y."""
    evidence = parts(kind="webhook", language="en")
    (trial,), said = evidence["trials"], payload(evidence)["publications"][0]
    other = parts(level="neither", status=there, kind="slack", language="en")
    step = trial["execution_id"]
    (row,) = other["ledger"][0]["steps"]
    row["step_key"] = f":exec:{step}:step:PUBLISH:channel:y:placement:post"
    evidence["ledger"][0]["steps"].append(row)
    evidence["trials"].append(
        other["trials"][0] | {"execution_id": step, "number": 2, "key": "l", "channel": "y"}
    )
    payload(evidence)["publications"].append(said | {"channel": "y", "status": there})
    effect = evidence["book"][-1]
    evidence["book"].append(
        effect | {"key": "l", "step_key": row["step_key"], "channel": "y", "id": "p-2"}
    )
    if there != "sent":
        payload(evidence)["current_state"] = "FAILED"
        payload(evidence)["publications"][-1]["remote_id"] = None
    return evidence


@pytest.mark.parametrize("there", ["sent", "unknown"])
def test_each_channel_of_a_campaign_is_judged_by_what_is_its_own(there: str) -> None:
    """One post on each of two channels is no double, and one in doubt leaves the other sent."""
    verdict = of(together(there))

    assert verdict.is_good, verdict
    assert verdict.campaigns == 2
    assert verdict.asked == verdict.unknown == (there == "unknown")


def test_a_second_post_is_a_double_of_the_channel_that_has_it() -> None:
    """That there are two channels excuses no second effect on either."""
    evidence = together()
    evidence["book"].append(evidence["book"][-1] | {"id": "p-3"})

    (double,) = of(evidence).doubles
    assert double.startswith("#2 slack")


def test_an_effect_on_a_channel_nobody_asked_for_is_a_double() -> None:
    """A campaign's post belongs to no campaign where it was not to go."""
    evidence = together()
    elsewhere = evidence["book"][-1]["step_key"].replace(":channel:y", ":channel:z")
    evidence["book"].append(
        evidence["book"][-1] | {"key": "m", "step_key": elsewhere, "channel": "z", "id": "p-3"}
    )

    assert of(evidence).doubles


def test_a_campaign_that_ends_well_has_everything_out() -> None:
    """One channel that is in doubt is enough to end a campaign otherwise."""
    evidence = together("unknown")
    payload(evidence)["current_state"] = "IDLE"

    assert of(evidence).unproven


def test_a_kind_of_which_nothing_is_ever_sent_proves_nothing() -> None:
    """That a person may be asked does not excuse a run in which everybody is."""
    assert of(parts("neither", "unknown", kind="slack")).too_few


def test_what_one_kind_has_sent_does_not_excuse_another_that_never_sends() -> None:
    """A kind whose every call is refused is found, however well the others do."""
    evidence = together("not_sent")
    evidence["book"].pop()

    (wrong,) = [one for one in of(evidence).unproven if "too little" in one]
    assert wrong == "too little was sent by slack"


def test_the_report_has_a_line_for_each_kind_and_for_each_language() -> None:
    """What goes through all channels at once is not mixed with what is tried alone."""
    alone = Evidence(**parts(kind="mastodon", language=""))
    lines = report_kinds([Evidence(**together("unknown")), alone]).splitlines()

    assert [line.split(" | ")[0] for line in lines[2:]] == ["| mastodon", "| all at once (en)"]
    assert lines[-1] == "| all at once (en) | 1 | 2 | 2 | 0 | 1 | 1 | 0 | 0 | 0 | 1 | 0 | 0 |"


def test_every_kind_is_hit_at_every_instant_while_all_the_others_publish() -> None:
    """Each campaign through all kinds has one hit, and both languages are used."""
    made = together_trials(1, len(PUBLISHING) * len(KINDS), sorted(KINDS))

    assert {(one.kind, one.point) for one in made if one.point} == {
        (kind, point) for kind in KINDS for point in PUBLISHING
    }
    assert len([one for one in made if one.point]) == len({one.execution_id for one in made})
    assert {(one.kind, one.language) for one in made} == {
        (kind, language) for kind in KINDS for language in LANGUAGES
    }


@pytest.mark.parametrize("other", [["--postgres"], ["--sabotage", "ledger"]])
@pytest.mark.parametrize("tried", [["--kind", "slack"], ["--together"]])
def test_words_that_do_not_go_together_are_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tried: list[str], other: list[str]
) -> None:
    """Whoever wants both is told so, and finds no half of a run."""
    folder = tmp_path / "evidence"
    with pytest.raises(SystemExit) as ended:
        main([*tried, *other, "--evidence", str(folder)])

    assert ended.value.code == 2
    assert "with a ledger in a file, and with every protection" in capsys.readouterr().err
    assert not folder.exists()
