"""The examples: what stands beside the README has to be true."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from activities.admission.tenants import FileTenantPolicies
from activities.radar.sources import read
from activities.store import LocalArtifactStores
from contracts import (
    DEFAULT_TENANT,
    CampaignState,
    PolicyViolation,
    RadarOrder,
    RadarReport,
    RuleKind,
    step_key,
)
from domain.audit.rules.compiler import compile_rules
from runtime.batch.judging import read_batch
from runtime.files.metrics import read_metrics
from runtime.files.request import PreparedRequest, read_request
from tests.support.builders import MOMENT
from tests.support.paths import ROOT
from tests.support.radar_scans import feed_radar

EXAMPLES = ROOT / "examples"
REQUESTS = tuple(sorted(EXAMPLES.glob("*.yaml")))
FEEDS = tuple(sorted((EXAMPLES / "feeds").iterdir()))
LEAST_ITEMS = 30
"""Documents that a request's feeds need together for a rise to mean anything."""


def names(path: Path) -> str:
    """Name a parameter by its file."""
    return path.name


def unenforceable(prepared: PreparedRequest) -> list[str]:
    """Return the rules of a request that only a person can judge."""
    request = prepared.request
    rules = compile_rules(request.do_not_do, request.tone_guard, request.platform_constraints)
    return [rule.text for rule in rules if rule.kind is RuleKind.UNENFORCEABLE]


async def scanned(prepared: PreparedRequest, folder: Path) -> RadarReport:
    """Store what a request refers to, and let the radar read it."""
    stores = LocalArtifactStores(folder)
    await prepared.store(stores)
    request = prepared.request
    order = RadarOrder(
        step_key=step_key(request.campaign_id, request.execution_id, CampaignState.RADAR_SCAN),
        campaign_id=request.campaign_id,
        tenant_id=request.tenant_id,
        execution_id=request.execution_id,
        sources=request.sources,
        language=request.language,
    )
    return await feed_radar(stores).scan(order)


def test_the_readme_shows_the_examples_own_executions() -> None:
    """Whoever types what the README shows meets the campaigns that it shows."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    text = text.partition("starter.py plan")[2]  # before it, the demo draws one of its own
    shown = re.findall(r"execution ([0-9a-f-]{36})|starter\.py \w+ ([0-9a-f]{8})\b", text)
    known = [str(read_request(path).request.execution_id) for path in REQUESTS]

    assert len(shown) >= 3
    for execution in (whole or short for whole, short in shown):
        assert any(each.startswith(execution) for each in known), execution


def test_there_is_one_example_of_each_outcome() -> None:
    """A newcomer finds a campaign that publishes, one that waits and one that fails."""
    found = {path.name for path in REQUESTS}

    assert found == {
        "demo.yaml",
        "publishes-cafe-es.yaml",
        "needs-review-b2b-en.yaml",
        "fails-audit-rebajas-es.yaml",
    }


@pytest.mark.parametrize("path", REQUESTS, ids=names)
def test_an_example_is_a_valid_request(path: Path) -> None:
    """Every example can be submitted as it stands, twice as one and the same execution."""
    first, again = read_request(path), read_request(path)

    assert first.request == again.request
    assert first.request.sources


def test_the_example_of_a_batch_can_be_submitted_as_it_stands() -> None:
    """A spreadsheet's requests have no fault and nothing that is hardly meant."""
    batch = read_batch(EXAMPLES / "batch-ceramica-es.csv", now=MOMENT)

    assert [entry.line for entry in batch.entries] == [2, 3, 4]
    assert [entry.prepared.notes for entry in batch.entries] == [(), (), ()]


@pytest.mark.parametrize("path", FEEDS, ids=names)
def test_every_item_of_a_feed_can_be_read(path: Path) -> None:
    """No item of the example feeds lacks a date or a text."""
    reading = read(path.read_bytes())

    assert reading.items
    assert reading.skipped == 0


@pytest.mark.parametrize("path", REQUESTS, ids=names)
async def test_the_radar_finds_what_rises(path: Path, tmp_path: Path) -> None:
    """The feeds of every example hold terms that rise beyond doubt."""
    result = await scanned(read_request(path), tmp_path)

    assert result.notes == []
    assert result.documents >= LEAST_ITEMS
    assert [signal.term for signal in result.signals if signal.lower_bound > 1]


def test_the_feeds_show_every_form_that_is_read() -> None:
    """RSS, Atom, JSON Feed and CSV each have an example to copy."""
    marks = {".rss": "<rss ", ".atom": "<feed ", ".json": "https://jsonfeed.org", ".csv": "fecha,"}

    assert {path.suffix for path in FEEDS} == set(marks)
    assert all(marks[path.suffix] in path.read_text(encoding="utf-8") for path in FEEDS)


@pytest.mark.parametrize("name", ["demo.yaml", "publishes-cafe-es.yaml"])
def test_what_publishes_has_no_rule_for_a_person(name: str) -> None:
    """The clean examples are not held up by a rule that no check can judge."""
    assert unenforceable(read_request(EXAMPLES / name)) == []


def test_what_needs_a_review_has_exactly_one_reason() -> None:
    """The review example waits because of the rule that its comment names."""
    left = unenforceable(read_request(EXAMPLES / "needs-review-b2b-en.yaml"))

    assert left == ["Do not sound desperate"]


def test_what_fails_forbids_its_own_color() -> None:
    """The failing example forbids red, and the check for it is an enforceable one."""
    prepared = read_request(EXAMPLES / "fails-audit-rebajas-es.yaml")
    request = prepared.request
    rules = compile_rules(request.do_not_do, request.tone_guard, request.platform_constraints)

    assert "red" in next(rule.values for rule in rules if rule.kind is RuleKind.COLOR)
    assert unenforceable(prepared) == []


@pytest.mark.parametrize(
    ("request_file", "metrics_file"),
    [("demo.yaml", "demo-metrics.json"), ("publishes-cafe-es.yaml", "cafe-metrics.json")],
)
def test_example_metrics_are_of_the_request_and_say_that_they_are_made_up(
    request_file: str, metrics_file: str
) -> None:
    """Nobody mistakes an example's numbers for results."""
    plans = read_request(EXAMPLES / request_file).request.channels
    record = read_metrics(EXAMPLES / metrics_file, final=True)

    assert {entry.channel for entry in record.metrics} == {plan.channel for plan in plans}
    assert all(entry.simulated for entry in record.metrics)


def test_the_demo_ends_while_somebody_watches() -> None:
    """The demo's learning window is under half a minute."""
    window = read_request(EXAMPLES / "demo.yaml").request.timing.learning_window

    assert window <= timedelta(seconds=30)


async def test_the_example_policies_can_be_copied_as_they_are() -> None:
    """Each kind of policy has an example, and with them an unknown tenant is refused."""
    policies = FileTenantPolicies(EXAMPLES / "tenants", [])

    policies.check()

    assert (await policies.policy_of(DEFAULT_TENANT)).review_required
    with pytest.raises(PolicyViolation):
        await policies.policy_of(UUID(int=1))
    own = [file.stem for file in (EXAMPLES / "tenants").glob("*-*.toml")]
    assert [(await policies.policy_of(UUID(name))).budget_currency for name in own] == ["EUR"]
