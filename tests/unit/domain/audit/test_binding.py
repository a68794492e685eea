"""A report holds for exactly what was audited: nobody can change anything unnoticed."""

import asyncio
import hashlib
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from activities.audit.rules import RuleAuditor
from contracts import QualityReport, QualityVerdict, StrategyBrief, VisualAsset
from domain.audit.ruleset import Ruleset, digest_of, load_ruleset, read_ruleset
from domain.audit.verification import objections
from domain.data import data_below
from domain.signing import canonical
from tests.support.audit_runs import (
    KEY,
    MANIFEST,
    MASK,
    PICTURE,
    Shelf,
    audit,
    brief,
    order,
)
from tests.support.builders import MOMENT

WHAT = order(brief(do_not_do=["No usar rojo"], tone_guard={"voice": "formal"}))
RULES = data_below("domain")["ruleset.toml"]
BYTES = st.integers(0, 255)


@cache
def reported() -> QualityReport:
    """Return the report of an audit, which is made when the first test wants it."""
    return audit(WHAT)


def changed(data: bytes, place: int, byte: int) -> bytes:
    """Return data with another byte in one place."""
    at = place % len(data)
    return data[:at] + bytes([byte if byte != data[at] else byte ^ 1]) + data[at + 1 :]


def holds(report: QualityReport, **against: Any) -> bool:
    """Tell whether nothing speaks against a report."""
    known: dict[str, Any] = {"brief": WHAT.brief, "assets": WHAT.assets, "ruleset": load_ruleset()}
    return objections(report, [KEY.auditor], **(known | against)) == []


def test_what_was_not_touched_holds() -> None:
    """An honest report is accepted."""
    assert holds(reported())


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), BYTES)
def test_any_byte_of_a_report_counts(place: int, byte: int) -> None:
    """A report with one byte changed is no report, or not that auditor's."""
    data = changed(canonical(reported()), place, byte)

    try:
        report = QualityReport.model_validate_json(data)
    except ValueError:
        return
    assert report == reported() or not holds(report)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), BYTES)
def test_any_byte_of_a_brief_counts(place: int, byte: int) -> None:
    """A report does not hold for a brief with one byte changed."""
    data = changed(canonical(WHAT.brief), place, byte)

    try:
        other = StrategyBrief.model_validate_json(data)
    except ValueError:
        return
    assert other == WHAT.brief or not holds(reported(), brief=other)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), BYTES)
def test_any_byte_of_an_asset_s_description_counts(place: int, byte: int) -> None:
    """A report does not hold for a post with one byte of its copy, link or digest changed."""
    data = changed(canonical(WHAT.assets[0]), place, byte)

    try:
        other = VisualAsset.model_validate_json(data)
    except ValueError:
        return
    assert other == WHAT.assets[0] or not holds(reported(), assets=[other])


@settings(max_examples=10, deadline=None)
@given(st.sampled_from([PICTURE, MANIFEST, MASK]), st.integers(0, 10**6), BYTES)
def test_any_byte_of_a_picture_manifest_or_mask_counts(part: bytes, place: int, byte: int) -> None:
    """Stored bytes that were changed fail the audit, and are not those that the report covers."""
    shelf = Shelf(PICTURE, MANIFEST, MASK)
    shelf.blobs[hashlib.sha256(part).hexdigest()] = changed(part, place, byte)

    report = audit(WHAT, shelf=shelf)

    assert report.verdict is QualityVerdict.FAIL


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), BYTES)
def test_any_byte_of_the_rule_set_counts(place: int, byte: int) -> None:
    """A report does not pass for one that other thresholds gave."""
    data = changed(RULES, place, byte)
    ruleset = load_ruleset()

    sha256 = digest_of({"ruleset.toml": data})
    other = Ruleset(ruleset.name, ruleset.version, ruleset.values, ruleset.sources, sha256)

    if b"\r" not in data:
        assert sha256 != digest_of({"ruleset.toml": RULES})
    assert not holds(reported(), ruleset=other)


def test_every_objection_is_said() -> None:
    """Who verifies a report learns everything that is wrong with it."""
    other = read_ruleset(RULES, "0" * 64)

    found = objections(reported(), [], brief=brief(), assets=[], ruleset=other)

    assert [each.partition(" is ")[0] for each in found[:1]] == ["the report"]
    assert len(found) == 4


def test_nothing_is_asked_that_nobody_wants_to_know() -> None:
    """A report alone is verified by its signature alone."""
    assert objections(reported(), [KEY.auditor]) == []


def test_an_audit_leaves_the_event_loop_free() -> None:
    """While pictures are measured, the worker goes on answering."""
    auditor = RuleAuditor(Shelf(PICTURE, MANIFEST, MASK), KEY, lambda: MOMENT)

    async def beats_during_an_audit() -> int:
        beats = 0
        work = asyncio.ensure_future(auditor.audit(WHAT))
        while not work.done():
            beats += 1
            await asyncio.sleep(0)
        return beats

    # An audit that held the loop would let it turn once per await, some twenty times.
    assert asyncio.run(beats_during_an_audit()) > 200
