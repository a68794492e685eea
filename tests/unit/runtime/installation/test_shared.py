"""What workers have to share is read from one table, compared, and told without any secret."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from activities.audit.keys import load_or_make_key
from activities.ports import KnownWorker
from runtime.installation.shared import contradictions, shared_by
from runtime.settings import Settings
from tests.chaos.platform import SECRET
from tests.support.payload_keys import write_keys

WEBHOOK = """
[channels.instagram]
publisher = "webhook"
url = "https://social.example/hooks/0a1b2c"
secret_env = "SOCIAL_SECRET"
reconciliation = "keyed"
most_per_second = {rate}
"""
OUTBOX = '[channels.instagram]\npublisher = "outbox"\n'
TENANT = "9a4d2f60-3c1b-4e8e-b7a2-5d0c6f1e8b34"


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOCIAL_SECRET", SECRET)


def worker(name: str, settings: Mapping[str, str]) -> KnownWorker:
    """Return a worker of this name."""
    return KnownWorker(uuid4(), name, settings)


def home(folder: Path, **files: str) -> Settings:
    """Return the settings of a worker whose home has these files."""
    folder.mkdir()
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    settings = Settings(home=folder)
    load_or_make_key(settings.auditor_key)
    return settings


def compared(tmp_path: Path, ours: dict[str, str], theirs: dict[str, str]) -> list[str]:
    """Return what contradicts each other in two homes that have the same key."""
    here, there = home(tmp_path / "here", **ours), home(tmp_path / "there", **theirs)
    there.auditor_key.write_bytes(here.auditor_key.read_bytes())
    return contradictions(
        [worker("web1", shared_by(here)), worker("web2", shared_by(there))],
    )


def test_workers_with_the_same_files_share_everything(tmp_path: Path) -> None:
    """Where a file lies, and what Phoenix's own defaults are, contradicts nobody."""
    files = {
        "channels.toml": WEBHOOK.format(rate=5),
        "providers.toml": '[radar]\nprovider = "feeds"\n',
        f"tenants/{TENANT}.toml": "max_open_campaigns = 5\n",
    }
    upper = {name.replace(TENANT, TENANT.upper()): text for name, text in files.items()}

    assert compared(tmp_path, files, upper) == []


def test_two_rates_of_one_channel_are_told_with_both(tmp_path: Path) -> None:
    """Temporal would keep the one that it heard last."""
    (said,) = compared(
        tmp_path,
        {"channels.toml": WEBHOOK.format(rate=5)},
        {"channels.toml": WEBHOOK.format(rate=0.5)},
    )

    assert said == (
        "workers do not share channels.instagram.most_per_second: 5 (web1) and 0.5 (web2); give "
        "all of them the same (PHOENIX_CHANNELS), and start anew those that have a former one"
    )


def test_a_channel_of_two_kinds_is_one_contradiction(tmp_path: Path) -> None:
    """What else differs follows from it, and would only hide it."""
    (said,) = compared(
        tmp_path, {"channels.toml": WEBHOOK.format(rate=5)}, {"channels.toml": OUTBOX}
    )
    (missing,) = contradictions(
        [
            worker("a", {"channels.x.publisher": "bluesky", "channels.x.url": "https://a.example"}),
            worker("b", {}),
        ]
    )

    assert "channels.instagram.publisher: webhook (web1) and outbox (web2)" in said
    assert "channels.x.publisher: bluesky (a) and not set (b)" in missing


def test_two_addresses_are_told_as_far_as_nothing_in_them_is_secret(tmp_path: Path) -> None:
    """A path may end with a key, in a file that has no place for one."""
    first = WEBHOOK.format(rate=5)
    (said,) = compared(
        tmp_path,
        {"channels.toml": first},
        {"channels.toml": first.replace("0a1b2c", "7d8e9f")},
    )

    assert "channels.instagram.url: https://social.example… (web1) and https://soci" in said
    assert not {"0a1b2c", "7d8e9f"} & set(said.replace("/", " ").split())


@pytest.mark.parametrize(
    ("name", "ours", "theirs", "told"),
    [
        (
            "providers.toml",
            '[radar]\nprovider = "feeds"\n',
            "",
            "providers.radar.provider: feeds (web1) and not set (web2)",
        ),
        (
            f"tenants/{TENANT}.toml",
            "max_open_campaigns = 5\n",
            "",
            f"tenants.{TENANT}.max_open_campaigns: 5 (web1) and not set (web2)",
        ),
        (
            f"tenants/{TENANT}.toml",
            "review_required = true\n",
            "",
            f"tenants.{TENANT}.review_required: true (web1) and not set (web2)",
        ),
        (
            "tenants/default.toml",
            'unknown_tenants = "allowed"\n',
            "",
            "tenants.default.unknown_tenants: allowed (web1) and not set (web2)",
        ),
    ],
)
def test_other_files_are_compared_too(
    tmp_path: Path, name: str, ours: str, theirs: str, told: str
) -> None:
    """Who does the work, and what a tenant may, is the same whichever worker has the campaign."""
    (said,) = compared(tmp_path, {name: ours}, {name: theirs})

    assert told in said


def test_every_field_of_a_policy_that_differs_is_told(tmp_path: Path) -> None:
    """With both values: who compares two files is not left to find the second difference."""
    name = f"tenants/{TENANT}.toml"
    said = compared(
        tmp_path,
        {
            name: 'budget_ceiling = 500\nbudget_currency = "EUR"\nchannels_allowed = ["x"]\n'
            "max_open_campaigns = 3\n"
        },
        {
            name: 'budget_ceiling = 900\nbudget_currency = "EUR"\nreview_required = true\n'
            'channels_allowed = ["x", "email"]\nmax_open_campaigns = 3\n'
        },
    )

    assert [each.partition(f"{TENANT}.")[2].partition(";")[0] for each in said] == [
        "budget_ceiling: 500.0 (web1) and 900.0 (web2)",
        "channels_allowed: x (web1) and x, email (web2)",
        "review_required: not set (web1) and true (web2)",
    ]


def test_a_policy_that_one_worker_lacks_is_one_contradiction(tmp_path: Path) -> None:
    """That it is not there, and none of its fields."""
    (said,) = compared(
        tmp_path, {f"tenants/{TENANT}.toml": "max_open_campaigns = 3\nreview_required = true\n"}, {}
    )

    assert f"tenants.{TENANT}.policy: written (web1) and not set (web2)" in said


def test_two_keys_are_told_by_their_names(tmp_path: Path) -> None:
    """Each worker's signatures and payloads have to be read by the others."""
    here, there = home(tmp_path / "here"), home(tmp_path / "there")
    sealed = here.model_copy(update={"payload_keys": write_keys(tmp_path / "keys", "k2")})

    signer, payloads = contradictions(
        [worker("web1", shared_by(sealed)), worker("web2", shared_by(there))]
    )

    assert "auditor.key: " in signer
    assert "PHOENIX_AUDITOR_KEY" in signer
    assert "payloads.current: k2 (web1) and none, in clear text (web2)" in payloads


def test_what_is_long_or_deep_is_compared_and_not_shown() -> None:
    """One line stays one line."""
    long = worker("web1", {"providers.content.style": "…\n0123"})
    other = worker("web2", {"providers.content.style": "…\n4567"})

    (said,) = contradictions([long, other])

    assert "providers.content.style: … (web1) and … (web2)" in said
    assert "0123" not in said


def test_no_secret_is_kept_for_it(tmp_path: Path) -> None:
    """Neither the secret nor a digest of it: who reads the ledger has nothing to try against."""
    settings = home(tmp_path / "here", **{"channels.toml": WEBHOOK.format(rate=5)})
    before = shared_by(settings)

    assert SECRET not in str(before)
    assert before["channels.instagram.secret_env"] == "SOCIAL_SECRET"


def test_a_setting_of_another_release_is_compared_under_its_own_name() -> None:
    """A release that shares more stops nobody who shares less."""
    one = KnownWorker(UUID(int=1), "one", {"calendar.zone": "Europe/Madrid"})
    other = KnownWorker(UUID(int=2), "other", {})

    (told,) = contradictions([one, other])

    assert told.startswith("workers do not share calendar.zone: Europe/Madrid (one) and not set")
    assert "(a setting of another release)" in told
