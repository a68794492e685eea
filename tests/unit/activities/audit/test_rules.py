"""Whole audits: one signed report with every fault."""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from activities.audit.keys import AuditorKey
from activities.audit.rules import RuleAuditor
from activities.compute import ThreadCompute
from contracts import (
    ArtifactMissing,
    CompiledRule,
    ContractInvalid,
    QualityVerdict,
    RuleKind,
    Severity,
    TooCostly,
)
from domain.audit.ruleset import load_ruleset
from domain.signing import asset_digests, digest, is_signed_by
from tests.support.audit_runs import (
    KEY,
    MANIFEST,
    MASK,
    PICTURE,
    Shelf,
    audit,
    brief,
    faults,
    order,
)
from tests.support.audit_subjects import asset_of
from tests.support.builders import EXECUTION, MOMENT, TENANT
from tests.support.computing import FailingCompute
from tests.support.fakes import FakeStores


class SlowShelf(Shelf):
    """A store that hands nothing out until it is told to, and counts who waits."""

    def __init__(self, *blobs: bytes) -> None:
        super().__init__(*blobs)
        self.opened = asyncio.Event()
        self.waiting = 0

    async def get(self, sha256: str) -> bytes:
        """Return the bytes when the shelf is open."""
        self.waiting += 1
        await self.opened.wait()
        return await super().get(sha256)


async def test_an_audit_holds_the_bytes_of_two_assets_at_a_time() -> None:
    """A campaign of two hundred pictures does not fill a worker's memory."""
    shelf = SlowShelf(PICTURE, MANIFEST, MASK)
    auditor = RuleAuditor(FakeStores({TENANT: shelf}), KEY, lambda: MOMENT, ThreadCompute())
    asset = asset_of(PICTURE, MANIFEST, width=1080, height=1350)
    audit = asyncio.create_task(auditor.audit(order(assets=[asset] * 4)))

    while shelf.waiting < 2:  # noqa: ASYNC110 - a shelf tells nobody
        await asyncio.sleep(0.001)
    for _ in range(20):
        await asyncio.sleep(0)  # whoever does not wait for room would come now
    waiting = shelf.waiting
    shelf.opened.set()
    await audit

    assert waiting == 2


def test_a_sound_campaign_passes_with_a_signature_over_everything() -> None:
    """A report says what was audited, by which rules, when, and who answers for it."""
    what = order(brief(do_not_do=["No usar rojo", "No mencionar política"]))

    report = audit(what)

    assert report.verdict is QualityVerdict.PASS
    assert faults(report) == []
    assert is_signed_by(report, [KEY.auditor])
    assert report.execution_id == EXECUTION
    assert report.brief_sha256 == digest(what.brief)
    assert report.asset_digests == asset_digests(what.assets)
    assert report.ruleset == load_ruleset().label
    assert report.timestamp == MOMENT.timestamp()


def test_every_fault_is_in_one_report() -> None:
    """An operator learns everything at once, not one fault per attempt."""
    written = brief(do_not_do=["No usar negro", "No decir 'cosecha'", "No parecer desesperados"])

    report = audit(order(written))

    assert report.verdict is QualityVerdict.FAIL
    assert faults(report) == [
        ("forbidden_color_check", "FORBIDDEN_COLOR_PRESENT"),
        ("forbidden_term_check", "FORBIDDEN_TERM"),
        ("rule_coverage_check", "RULES_CONTRADICT"),
        ("rule_coverage_check", "RULES_CONTRADICT"),
        ("rule_coverage_check", "RULE_NOT_ENFORCEABLE"),
    ]


def test_the_same_bytes_give_the_same_report() -> None:
    """A second audit differs in time and signature, and in nothing else."""
    written = brief(do_not_do=["No usar negro", "No mencionar política"])

    first, second = audit(order(written)), audit(order(written), at=MOMENT + timedelta(hours=1))

    hidden = {"timestamp": 0.0, "auditor_signature": ""}
    assert first.model_copy(update=hidden) == second.model_copy(update=hidden)
    assert first.timestamp != second.timestamp


@pytest.mark.parametrize("part", [PICTURE, MANIFEST, MASK], ids=["picture", "manifest", "mask"])
def test_altered_bytes_are_a_fault_and_no_crash(part: bytes) -> None:
    """What somebody changed in the store blocks the campaign with a reason."""
    shelf = Shelf(PICTURE, MANIFEST, MASK)
    shelf.blobs[hashlib.sha256(part).hexdigest()] = b"something else"

    report = audit(order(), shelf=shelf)

    assert report.verdict is QualityVerdict.FAIL
    assert ("image_integrity_check", "ARTIFACT_HASH_MISMATCH") in faults(report)


def test_missing_bytes_are_worth_another_attempt() -> None:
    """A store that lags does not fail a sound campaign."""
    with pytest.raises(ArtifactMissing):
        audit(order(), shelf=Shelf(PICTURE, MANIFEST))


def test_an_unknown_placement_is_named() -> None:
    """An asset for nowhere is refused with the places that there are."""
    stranger = asset_of(PICTURE, MANIFEST, placement="billboard")

    with pytest.raises(ContractInvalid, match=r"instagram\.billboard"):
        audit(order(assets=[stranger]))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"brief_sha256": "0" * 64},
            "ARTIFACT_HASH_MISMATCH",
        ),
        ({"written": brief(channels=["instagram", "x"])}, "CHANNEL_WITHOUT_CREATIVE"),
        ({"written": brief(channels=["x"], budget_allocation={})}, "BUDGET_CHANNEL_UNKNOWN"),
    ],
)
def test_a_campaign_that_does_not_fit_together_fails(changes: dict[str, Any], reason: str) -> None:
    """Another brief, a channel without a creative, a creative without a channel: none goes out."""
    report = audit(order(**changes))

    assert report.verdict is QualityVerdict.FAIL
    assert ("campaign_consistency_check", reason) in faults(report)


def test_a_development_key_is_said_and_holds_nothing_up() -> None:
    """A reader sees that nobody vouches for the key; the campaign goes on."""
    key = AuditorKey(KEY.private_key, development=True)

    report = audit(order(), key=key)

    assert faults(report) == [("campaign_consistency_check", "UNTRUSTED_DEV_KEY")]
    assert report.verdict is QualityVerdict.WARN
    assert is_signed_by(report, [key.auditor])


def test_a_tenants_topics_hold_whatever_the_brief_says() -> None:
    """What a tenant prohibits is found without a rule of the brief."""
    report = audit(order(policy_topics=["cosecha", "política"]))

    assert faults(report) == [
        ("forbidden_term_check", "FORBIDDEN_TERM"),
        ("rule_coverage_check", "RULES_CONTRADICT"),
    ]


def test_a_brief_cannot_drop_a_rule_that_its_sentences_give() -> None:
    """A strategist who compiles badly does not open the gate."""
    harmless = CompiledRule(
        source="do_not_do", text="No usar negro", kind=RuleKind.TERMS, values=["unicornio"]
    )

    report = audit(order(brief(do_not_do=["No usar negro"], rules=[harmless])))

    assert ("forbidden_color_check", "FORBIDDEN_COLOR_PRESENT") in faults(report)


def test_a_post_that_leads_elsewhere_fails_the_campaign() -> None:
    """What the public is led to is judged like what it reads."""
    report = audit(order(landing_url="https://elsewhere.example/"))

    assert report.verdict is QualityVerdict.FAIL
    assert faults(report) == [("link_check", "LINK_MISMATCH")]


def test_a_report_that_would_be_too_long_keeps_the_worst() -> None:
    """Scores of assets with faults still give a report, and it still fails."""
    bad = [
        asset_of(b"broken", None, text={f"f{n}": "x" for n in range(20)}, revision=revision)
        for revision in range(80)
    ]

    report = audit(order(assets=bad), shelf=Shelf(b"broken"))

    omission = next(each for each in report.checks if each.reason_code == "FINDINGS_LEFT_OUT")
    kept = [each for each in report.checks if each is not omission]

    assert {(each.result, each.severity) for each in kept} == {
        (QualityVerdict.FAIL, Severity.CRITICAL)
    }
    assert len(kept) > 300
    assert omission.evidence["left_out"] > 1000
    assert report.verdict is QualityVerdict.FAIL


def test_a_picture_that_costs_too_much_is_a_finding() -> None:
    """The audit says which picture it is and goes on with the words; nothing of it is published."""
    compute = FailingCompute({"judge": TooCostly("auditing instagram.feed took more than 30 s")})

    report = audit(order(), compute=compute)

    assert compute.asked == ["context_of", "judge", "judge_unseen", "findings_of"]
    assert ("image_integrity_check", "DECOMPRESSION_BOMB") in faults(report)
    [finding] = [each for each in report.checks if each.check_id == "image_integrity_check"]
    assert finding.evidence["reason"] == "auditing instagram.feed took more than 30 s"
    assert report.verdict is QualityVerdict.FAIL
    assert not [each for each in faults(report) if each[0] == "required_fields_check"]


def test_words_that_cost_too_much_end_the_campaign() -> None:
    """What nobody could audit is not published, and it is said whose fault it is."""
    costly = TooCostly("auditing instagram.feed took more than 30 s")

    with pytest.raises(TooCostly):
        audit(order(), compute=FailingCompute({"judge": costly, "judge_unseen": costly}))


def test_a_creative_that_another_tenant_has_is_not_audited() -> None:
    """A digest that somebody knows of another tenant's picture leads nowhere."""
    stores = FakeStores({UUID(int=3): Shelf(PICTURE, MANIFEST, MASK)})

    with pytest.raises(ArtifactMissing):
        asyncio.run(RuleAuditor(stores, KEY, lambda: MOMENT, ThreadCompute()).audit(order()))
