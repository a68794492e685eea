"""The dry run: what a campaign would make and how it would end, without any of its effects.

Longer than 250 lines because every promise is about one command and the same small request.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

import starter
from activities.audit.keys import load_or_make_key
from activities.publish.registry import KINDS
from contracts import ArtifactRef, FailureReason, QualityVerdict
from runtime.plan.replies import CampaignPlan
from runtime.refusals import Refusal
from tests.support.paths import ROOT

EXAMPLES = ROOT / "examples"
SMALL: dict[str, Any] = {
    "name": "Tea <b>& more</b>",
    "product": "black tea",
    "purpose": "more orders",
    "audience": "people who read",
    "core_message": "A calm cup for long books",
    "call_to_action": "See the teas",
    "language": "en",
    "channels": [{"channel": "x", "placement": "post"}],
    "budget": {"total": 100.0, "currency": "EUR"},
    "brand": {"name": "Leaf"},
    "landing_url": "https://leaf.example/teas",
}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let commands work in an empty folder of their own; return the home that they would make."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def written(**changes: Any) -> str:
    """Write a small request with changes, and return its name."""
    Path("request.yaml").write_text(yaml.safe_dump(SMALL | changes), encoding="utf-8")
    return "request.yaml"


def planned(
    capsys: pytest.CaptureFixture[str], request: str, *options: str
) -> tuple[int, CampaignPlan]:
    """Plan a request and return the exit status and the plan."""
    status = starter.run(["plan", request, "--json", *options])
    return status, CampaignPlan.model_validate_json(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], request: str, *options: str) -> str:
    """Plan what cannot be planned, and return what was said."""
    assert starter.run(["plan", request, "--json", *options]) == 2
    return Refusal.model_validate_json(capsys.readouterr().out).message


@pytest.mark.parametrize(
    ("example", "status", "word"),
    [
        ("publishes-cafe-es", 0, "would publish"),
        ("needs-review-b2b-en", 0, "would wait up to 2 days for a review"),
        ("fails-audit-rebajas-es", 1, "would end as FAILED_QUALITY"),
    ],
)
def test_an_operator_learns_how_a_campaign_would_end(
    capsys: pytest.CaptureFixture[str], example: str, status: int, word: str
) -> None:
    """The gate's decision is known before anything is started, and the exit status says it."""
    assert starter.run(["plan", str(EXAMPLES / f"{example}.yaml")]) == status

    shown = capsys.readouterr()
    assert word in shown.out
    assert "CONTENT_PROD" in shown.err


def test_every_rule_is_shown_as_enforced_or_as_a_persons(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What no check can judge is shown before the start, and so is what a tenant prohibits."""
    folder = Path("home/tenants")
    folder.mkdir(parents=True)
    (folder / "default.toml").write_text('prohibited_topics = ["gambling"]')
    rules = ["No red", "Do not sound desperate"]
    request = written(do_not_do=rules, tone_guard={"voice": "formal"})

    _, plan = planned(capsys, request)
    starter.run(["plan", request])
    shown = capsys.readouterr().out

    assert plan.strategy is not None
    assert {one.rule.text: one.why_not is None for one in plan.rules} == {
        "No red": True,
        "Do not sound desperate": False,
        "voice: formal": True,
        "gambling": True,
    }
    assert all(text in shown for text in (*rules, "voice: formal", "gambling", "a person"))


def test_a_rule_in_doubt_is_not_called_enforced(capsys: pytest.CaptureFixture[str]) -> None:
    """What is searched for and blocks nothing says so; what a tenant prohibits does block."""
    folder = Path("home/tenants")
    folder.mkdir(parents=True)
    (folder / "default.toml").write_text('prohibited_topics = ["politics"]')
    request = written(do_not_do=["No red in videos", "No pink", "politics"])

    _, plan = planned(capsys, request)
    starter.run(["plan", request, "--html", "plan.html"])
    shown = capsys.readouterr().out

    assert {one.rule.text for one in plan.rules if one.only_warns} == {"No red in videos"}
    assert "only warns" in shown
    assert "ONLY WARNS" in Path("plan.html").read_text("utf-8")


def test_nothing_stays_of_a_plan(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    """No home, no key, no artefact and no ledger comes of a plan, whatever it finds."""
    request = written(do_not_do=["Do not sound desperate"])
    before = sorted(Path().rglob("*"))

    planned(capsys, request)

    assert sorted(Path().rglob("*")) == before
    assert not home.exists()


def test_a_plan_judges_by_the_key_that_would_sign(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    """A key that the tenant does not trust blocks the campaign in the plan as it would later."""
    request = written()
    key = load_or_make_key(home / "keys/auditor.pem")
    stranger = load_or_make_key(home / "stranger.pem").auditor
    signed = (home / "keys/auditor.pem").read_bytes()
    assert planned(capsys, request)[0] == 0
    (home / "tenants").mkdir()
    (home / "tenants/default.toml").write_text(
        f'[[trusted_auditors]]\nkey_id = "{key.auditor.key_id}"\n'
        f'public_key = "{stranger.public_key}"\n'
    )

    status, plan = planned(capsys, request)

    assert status == 1
    assert plan.terminal_details == "the report is not signed by a trusted auditor"
    assert (home / "keys/auditor.pem").read_bytes() == signed


def test_what_the_tenant_forbids_ends_a_plan_before_anything_is_made(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    """A request against its tenant's policy costs no creative, and the plan says what is wrong."""
    (home / "tenants").mkdir(parents=True)
    (home / "tenants/default.toml").write_text('budget_ceiling = 50.0\nbudget_currency = "EUR"')

    status, plan = planned(capsys, written())
    assert starter.run(["plan", "request.yaml", "--html", "plan.html"]) == 1

    assert status == 1
    assert plan.terminal_reason is FailureReason.POLICY_VIOLATION
    assert "above the ceiling of 50.00" in str(plan.terminal_details)
    assert plan.assets == []
    assert plan.publications[0].budget is None
    assert "above the ceiling of 50.00" in capsys.readouterr().out
    assert "WOULD FAIL" in Path("plan.html").read_text(encoding="utf-8")


def test_a_window_that_has_closed_is_foreseen(capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody starts a campaign whose last moment to publish is over."""
    closed = {"publish_before": "2020-01-01T00:00:00+00:00"}
    opens = {"publish_not_before": "2090-01-01T00:00:00+00:00"}

    status, plan = planned(capsys, written(timing=closed))
    starter.run(["plan", written(timing=opens)])

    assert status == 1
    assert plan.terminal_reason is FailureReason.TIMEOUT
    assert "closed at 2020-01-01" in str(plan.terminal_details)
    assert "would publish, not before 2090-01-01" in capsys.readouterr().out


def test_what_was_found_until_a_stage_failed_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A logo that cannot be drawn ends the plan as it would end the run, after the brief."""
    Path("logo.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")

    status, plan = planned(capsys, written(brand={"name": "Leaf", "logo": "logo.png"}))

    assert status == 1
    assert plan.terminal_reason is FailureReason.CONTRACT_INVALID
    assert "brand.logo" in str(plan.terminal_details)
    assert plan.strategy is not None
    assert plan.assets == []


def test_a_plan_reads_what_a_request_refers_to_in_the_store(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    """A request that names a stored logo is planned with it, and one that nobody has is told."""
    logo = (ROOT / "README.md").read_bytes()
    ref = ArtifactRef(sha256="ab" * 32, size=len(logo), media_type="image/png")

    status, plan = planned(
        capsys, written(brand={"name": "Leaf", "logo": ref.model_dump(mode="json")})
    )

    assert status == 1
    assert plan.terminal_reason is FailureReason.PLATFORM_ERROR
    assert "ab" * 32 in str(plan.terminal_details)
    assert not home.exists()


def test_a_plan_says_how_each_channel_is_reached(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operator sees where a lost answer would cost a person's look, before anything is sent."""
    home.mkdir()
    monkeypatch.setenv("X_SECRET", "whsec_" + "A" * 32)
    (home / "channels.toml").write_text(
        '[channels.x]\npublisher = "webhook"\nurl = "https://posts.example/x"\n'
        'secret_env = "X_SECRET"\nreconciliation = "neither"\n'
    )

    _, plan = planned(capsys, written())
    starter.run(["plan", "request.yaml"])

    (one,) = plan.publications
    assert (one.publisher, one.reconciliation, one.budget) == ("webhook", "neither", 100.0)
    assert one.takes_back is None
    assert "a person has to look: at most one effect" in capsys.readouterr().out


def test_a_plan_says_what_nobody_but_a_person_can_take_back(
    capsys: pytest.CaptureFixture[str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be undone by a command is known before anything is sent."""
    home.mkdir()
    monkeypatch.setenv("DISCORD_URL", "https://discord.example/api/webhooks/1/a")
    (home / "channels.toml").write_text(
        '[channels.discord]\npublisher = "discord"\nurl_env = "DISCORD_URL"\n'
    )
    asked = written(channels=[{"channel": "discord", "placement": "post"}])

    _, plan = planned(capsys, asked)
    starter.run(["plan", "request.yaml"])

    (one,) = plan.publications
    assert (one.publisher, one.takes_back) == ("discord", False)
    assert "a person takes it back" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("keys/auditor.pem", "no key", "must be an unencrypted Ed25519 private key"),
        (
            "channels.toml",
            "[channels.x]\npublisher = 'pigeon'",
            f"must be one of {', '.join(KINDS)}",
        ),
        ("tenants/default.toml", "budget_ceiling = 'much'", "budget_ceiling"),
    ],
)
def test_settings_that_no_worker_could_work_with_are_told(
    capsys: pytest.CaptureFixture[str], home: Path, file: str, text: str, told: str
) -> None:
    """A plan is refused where the worker would be, with the file and what would be right."""
    (home / file).parent.mkdir(parents=True)
    (home / file).write_text(text)

    assert told in refused(capsys, written())


def test_the_page_shows_creatives_rules_and_the_outlook(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whoever is sent the page sees the pictures and what would follow, and it runs no script."""
    request = written(do_not_do=["No red", "Do not sound desperate"])

    _, plan = planned(capsys, request, "--html", "plan.html")

    page = Path("plan.html").read_text(encoding="utf-8")
    assert "WOULD WAIT" in page
    assert "data:image/" in page
    assert "NOT ENFORCEABLE" in page
    assert plan.strategy is not None
    assert "A calm cup for long books" in page
    assert "<script" not in page
    assert "<b>&" not in page


def test_a_page_shows_what_rises_in_the_sources(capsys: pytest.CaptureFixture[str]) -> None:
    """The signals that the copy takes up can be checked before the start."""
    file = str(EXAMPLES / "publishes-cafe-es.yaml")

    _, plan = planned(capsys, file, "--html", "plan.html")

    page = Path("plan.html").read_text(encoding="utf-8")
    assert plan.verdict is QualityVerdict.WARN
    assert "WOULD PUBLISH" in page
    assert plan.signals
    assert all(signal.term in page for signal in plan.signals)


def test_no_page_replaces_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the hand does not cost the file that was planned; neither does a missing folder."""
    request = written()
    before = Path(request).read_bytes()

    assert "would replace the request" in refused(capsys, request, "--html", request)
    assert "there is no folder nowhere" in refused(capsys, request, "--html", "nowhere/plan.html")

    assert Path(request).read_bytes() == before


def test_a_request_that_does_not_fit_is_refused_like_at_the_start(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The same mistake gets the same message from `plan` and from `start`."""
    request = written(budget={"total": -1, "currency": "EUR"})

    told = refused(capsys, request)
    starter.run(["start", request, "--json"])

    assert json.loads(capsys.readouterr().out)["message"] == told
    assert "budget.total" in told


def test_a_plan_says_who_does_what(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider of the file is named, and one that cannot be reached ends the plan by its name."""
    home.mkdir()
    monkeypatch.setenv("PLANNING", "whsec_" + 32 * "A")
    (home / "providers.toml").write_text(
        '[strategy]\nprovider = "http"\nurl = "http://127.0.0.1:1"\nsecret_env = "PLANNING"\n'
    )

    status, plan = planned(capsys, written())

    assert status == 1
    assert [one.provider for one in plan.providers] == [
        "feeds",
        "http",
        "templates",
        "rules",
        "rates",
    ]
    assert plan.terminal_reason is FailureReason.PLATFORM_ERROR
    assert "The service at 127.0.0.1:1 could not be reached" in str(plan.terminal_details)


def test_a_file_of_providers_that_does_not_fit_is_told(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is planned with other providers than those that were meant."""
    home.mkdir()
    (home / "providers.toml").write_text('[strategi]\nprovider = "http"\n')

    assert "strategi: is no section" in refused(capsys, written())
