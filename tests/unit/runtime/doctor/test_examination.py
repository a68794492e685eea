"""Whatever is broken is a finding, and hides nothing else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contracts import Infrastructure
from runtime.doctor import examination
from runtime.doctor.examination import PARTS, Part, diagnose
from runtime.doctor.replies import Diagnosis, Finding, Health
from runtime.refusals import WrongUse
from runtime.settings import Settings

SEEN = Finding(part="first", health=Health.WELL, says="was seen")


async def fine(_: Settings) -> AsyncIterator[Finding]:
    """Find that all is well."""
    yield SEEN


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (WrongUse("set it"), "set it"),
        (Infrastructure("it sleeps"), "it sleeps"),
        (KeyError("x"), "cannot be examined: KeyError: 'x'"),
        (OSError(""), "cannot be examined: OSError:"),
    ],
)
async def test_what_cannot_be_examined_is_faulty(
    tmp_path: Path, error: Exception, told: str
) -> None:
    """What was seen before still counts, and the parts that come after are looked at, too."""

    async def breaks(_: Settings) -> AsyncIterator[Finding]:
        yield SEEN
        raise error

    found = await diagnose(Settings(home=tmp_path), (Part("broken", breaks), Part("next", fine)))

    assert [(one.part, one.health) for one in found.findings] == [
        ("first", Health.WELL),
        ("broken", Health.FAULTY),
        ("first", Health.WELL),
    ]
    assert told in found.findings[1].says
    assert not found.is_fit


async def test_no_two_rows_of_a_part_have_one_name(tmp_path: Path) -> None:
    """What was well and what could not be found out behind it are told apart."""

    async def breaks(_: Settings) -> AsyncIterator[Finding]:
        yield SEEN
        raise WrongUse("set it")

    found = await diagnose(Settings(home=tmp_path), (Part("first", breaks),))

    assert [(one.part, one.health) for one in found.findings] == [
        ("first", Health.WELL),
        ("rest of first", Health.FAULTY),
    ]


async def test_what_gives_no_answer_is_faulty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that hangs holds nobody up."""
    monkeypatch.setattr(examination, "_LONGEST", 0.01)

    async def hangs(_: Settings) -> AsyncIterator[Finding]:
        await asyncio.Event().wait()
        yield SEEN

    (finding,) = (await diagnose(Settings(home=tmp_path), (Part("silent", hangs),))).findings

    assert (finding.part, finding.health) == ("silent", Health.FAULTY)
    assert "no answer within" in finding.says


def test_doubts_keep_nobody_from_work() -> None:
    """A program that waits until it is fit goes on when nothing is faulty."""
    doubt = Finding(part="x", health=Health.DOUBTFUL, says="hm")

    assert Diagnosis.of([SEEN, doubt]).is_fit


async def test_a_new_home_is_examined_and_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first campaign nothing is faulty, each doubt says what to do, nothing is made."""
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").touch()
    home = tmp_path / "home"
    home.mkdir()

    found = await diagnose(Settings(home=home), PARTS)

    doubts = {one.part: one.says for one in found.findings if one.health is Health.DOUBTFUL}
    assert found.is_fit, found
    assert doubts.keys() == {"temporal", "ledger", "auditor's key", "tenants"}
    assert "does not run" in doubts["temporal"]
    assert list(home.iterdir()) == []
