"""What the examination says of each part that needs no Temporal."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from activities.audit.keys import load_or_make_key
from runtime.doctor.channels import examine_channels
from runtime.doctor.keys import examine_keys
from runtime.doctor.memories import examine_store, examine_tenants
from runtime.doctor.providers import examine_providers
from runtime.doctor.replies import Health
from runtime.refusals import WrongUse
from runtime.settings import Settings
from tests.support.findings import every
from tests.support.payload_keys import write_keys
from tests.support.publishing.networks.mastodon import Mastodon


async def test_a_store_says_how_much_room_it_has(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is nearly full is told before a campaign fails on it."""
    (settings.home / "artifacts").mkdir()
    roomy = await every(examine_store(settings))
    usage = shutil.disk_usage(settings.home)

    def full_disk(_: Path) -> Any:
        return usage._replace(free=10**6)

    monkeypatch.setattr(shutil, "disk_usage", full_disk)
    full = await every(examine_store(settings))

    assert roomy["artefact store"].health is Health.WELL
    assert full["artefact store"].health is Health.DOUBTFUL
    assert "starter.py artifacts" in str(full["artefact store"].to_do)


async def test_a_store_that_is_none_is_faulty(settings: Settings) -> None:
    """The setting is named that has to be put right."""
    wrong = settings.model_copy(update={"artifacts": "ftp://somewhere"})

    with pytest.raises(WrongUse, match="PHOENIX_ARTIFACTS"):
        await every(examine_store(wrong))


async def test_a_store_that_is_no_folder_yet_answers(settings: Settings) -> None:
    """Before the first campaign there is nothing to measure."""
    found = await every(examine_store(settings))

    assert found["artefact store"].health is Health.WELL


async def test_tenants_without_a_policy_are_a_doubt(settings: Settings) -> None:
    """Everything is allowed then, which somebody should know."""
    before = await every(examine_tenants(settings))
    settings.tenants.mkdir()
    after = await every(examine_tenants(settings))

    assert before["tenants"].health is Health.DOUBTFUL
    assert after["tenants"].health is Health.WELL


async def test_a_development_key_is_a_doubt_and_a_real_one_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    """Nobody vouches for what a development key signs."""
    load_or_make_key(settings.auditor_key)
    made = await every(examine_keys(settings))
    own = tmp_path / "own.pem"
    own.touch(mode=0o600)
    pem = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    own.write_bytes(Ed25519PrivateKey.generate().private_bytes(*pem))
    real = await every(examine_keys(settings.model_copy(update={"auditor_key": own})))

    assert made["auditor's key"].health is Health.DOUBTFUL
    assert real["auditor's key"].health is Health.WELL
    assert "signs as " in real["auditor's key"].says


async def test_a_key_that_is_missing_is_faulty(settings: Settings, tmp_path: Path) -> None:
    """A path that was set and leads nowhere is no wish for a new key."""
    wrong = settings.model_copy(update={"auditor_key": tmp_path / "none.pem"})

    with pytest.raises(WrongUse, match=r"none\.pem"):
        await every(examine_keys(wrong))


async def test_it_is_said_whether_payloads_are_encrypted(
    settings: Settings, tmp_path: Path
) -> None:
    """Under which key, or that all stands in clear text."""
    keys = write_keys(tmp_path / "keys.toml", "2026-11")
    clear = await every(examine_keys(settings))
    hidden = await every(examine_keys(settings.model_copy(update={"payload_keys": keys})))

    assert "clear text" in clear["payload keys"].says
    assert "the key 2026-11" in hidden["payload keys"].says


async def test_each_channel_is_listed_by_how_it_is_reached(settings: Settings) -> None:
    """Who wonders where a post goes finds it here."""
    found = await every(examine_channels(settings))

    assert "instagram" in found["channels by outbox"].says


async def test_each_account_is_tried(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials that were revoked are faulty, and a network that is away is doubtful."""
    server = Mastodon()
    monkeypatch.setenv("TOKEN", server.token)
    async with server.serving() as url:
        settings.channels.write_text(
            f'[channels.mastodon]\npublisher = "mastodon"\nurl = "{url}"\ntoken_env = "TOKEN"\n'
        )
        known = (await every(examine_channels(settings)))["account of mastodon"]
        server.token = "another"  # noqa: S105 - it opens nothing
        revoked = (await every(examine_channels(settings)))["account of mastodon"]
    away = (await every(examine_channels(settings)))["account of mastodon"]

    assert (known.health, known.says) == (Health.WELL, "@shop")
    assert revoked.health is Health.FAULTY
    assert "answered 401" in revoked.says
    assert revoked.to_do is not None
    assert away.health is Health.DOUBTFUL


async def test_a_channels_file_that_does_not_fit_is_faulty(settings: Settings) -> None:
    """The file, the section and the field are named."""
    settings.channels.write_text("[channels.x]\npublisher = 'pigeon'")

    with pytest.raises(WrongUse, match=r"channels\.x: publisher: must be one of"):
        await every(examine_channels(settings))


async def test_who_does_the_work_is_listed_by_stage(settings: Settings) -> None:
    """Who wonders whose words go out finds it here, also where one tenant has its own."""
    own = "11111111-1111-4111-8111-111111111111"
    settings.tenants.mkdir()
    (settings.tenants / f"{own}.toml").write_text("")
    settings.providers.write_text(f'[tenants.{own}.content]\nprovider = "templates"')

    found = await every(examine_providers(settings))

    assert "CONTENT_PROD by templates" in found["providers"].says
    assert "RADAR_SCAN by feeds" in found[f"providers of {own}"].says


async def test_a_providers_file_that_does_not_fit_is_faulty(settings: Settings) -> None:
    """The file, the section and the field are named."""
    settings.providers.write_text("[content]\nprovider = 'pigeon'")

    with pytest.raises(WrongUse, match=r"providers\.toml is invalid: content: provider"):
        await every(examine_providers(settings))
