"""A report holds for exactly what was audited: nobody can change anything unnoticed."""

import asyncio
import hashlib
from collections.abc import Sequence
from functools import cache
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.audit.rules import RuleAuditor
from activities.compute import ThreadCompute
from contracts import QualityReport, QualityVerdict, StrategyBrief, VisualAsset
from domain.audit.ruleset import Ruleset, digest_of, load_ruleset
from domain.data import data_below
from domain.evidence import Binding, objection
from domain.signing import asset_digests, canonical, digest
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
from tests.support.builders import MOMENT, TENANT
from tests.support.fakes import FakeStores

WHAT = order(brief(do_not_do=["No usar rojo"], tone_guard={"voice": "formal"}))
BRIEF, ASSETS = digest(WHAT.brief), asset_digests(WHAT.assets)
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


def holds(
    report: QualityReport,
    brief: StrategyBrief = WHAT.brief,
    assets: Sequence[VisualAsset] = tuple(WHAT.assets),
) -> bool:
    """Tell whether nothing speaks against a report, as the gate and the publishing ask."""
    binding = Binding(WHAT.execution_id, digest(brief), asset_digests(assets))
    return objection(report, [KEY.auditor], binding) is None


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
    assert other.label != reported().ruleset


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), BYTES)
def test_any_byte_of_what_passed_counts(place: int, byte: int) -> None:
    """The signed report names the evidence of what passed: other evidence has another name."""
    shelf = Shelf(PICTURE, MANIFEST, MASK)
    report = audit(WHAT, shelf=shelf)
    evidence = shelf.blobs[str(report.evidence)]

    data = changed(evidence, place, byte)

    assert hashlib.sha256(evidence).hexdigest() == report.evidence
    assert hashlib.sha256(data).hexdigest() != report.evidence


@pytest.mark.parametrize(
    ("binding", "why"),
    [
        (Binding(UUID(int=9), BRIEF, ASSETS), "about another execution"),
        (Binding(WHAT.execution_id, "0" * 64, ASSETS), "about another brief"),
        (Binding(WHAT.execution_id, BRIEF, []), "does not cover exactly"),
        (Binding(WHAT.execution_id, BRIEF, [*ASSETS, "0" * 64]), "does not cover exactly"),
        (Binding(WHAT.execution_id, BRIEF, [], whole=False), "does not cover the assets"),
        (Binding(WHAT.execution_id, BRIEF, ["0" * 64], whole=False), "does not cover the assets"),
    ],
)
def test_a_report_about_something_else_is_objected_to(binding: Binding, why: str) -> None:
    """Whoever relies on a report learns what it is not about."""
    found = objection(reported(), [KEY.auditor], binding)

    assert found is not None
    assert why in found


def test_part_of_what_was_audited_may_go_out_by_itself() -> None:
    """Each place is published on its own, by the report about all of them."""
    part = Binding(WHAT.execution_id, BRIEF, ASSETS[:1], whole=False)

    assert objection(reported(), [KEY.auditor], part) is None
    assert objection(reported(), [], part) == "the report is not signed by a trusted auditor"


def test_an_audit_leaves_the_event_loop_free() -> None:
    """While pictures are measured, the worker goes on answering."""
    stores = FakeStores({TENANT: Shelf(PICTURE, MANIFEST, MASK)})
    auditor = RuleAuditor(stores, KEY, lambda: MOMENT, ThreadCompute())

    async def beats_during_an_audit() -> int:
        beats = 0
        work = asyncio.ensure_future(auditor.audit(WHAT))
        while not work.done():
            beats += 1
            await asyncio.sleep(0)
        return beats

    # An audit that held the loop would let it turn once per await, some twenty times.
    assert asyncio.run(beats_during_an_audit()) > 200
