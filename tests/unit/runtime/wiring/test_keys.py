"""Which key reports are signed with, as the settings say it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from activities.audit.keys import AuditorKey
from contracts import ContractInvalid
from runtime.settings import Settings
from runtime.wiring.keys import auditor_key, rehearsing_key


def written(path: Path, mode: int = 0o600) -> Path:
    """Write an operator's own key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(mode)
    return path


def signing(settings: Settings) -> AuditorKey:
    """Take the key as a worker does."""
    return auditor_key(settings, print)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a home that has not been used."""
    return Settings(home=tmp_path / "home")


def test_a_new_home_gets_a_key_for_development_and_says_so_once(
    settings: Settings,
) -> None:
    """Who has not set a key learns that nobody vouches for the one that was made."""
    said: list[str] = []

    keys = [auditor_key(settings, said.append) for _ in range(2)]

    assert keys[0].auditor == keys[1].auditor
    (told,) = said
    assert told.startswith(f"made a development key at {settings.auditor_key}: nobody vouches")
    assert told.endswith("before real use, set PHOENIX_AUDITOR_KEY")


def test_a_key_that_was_set_and_is_not_there_is_no_new_key(tmp_path: Path) -> None:
    """A typing error in the path does not make a key that the gate then believes."""
    settings = Settings(home=tmp_path / "home", auditor_key=tmp_path / "vault/auditr.pem")

    for taking in (signing, rehearsing_key):
        with pytest.raises(ContractInvalid, match=r"vault/auditr\.pem cannot be read"):
            taking(settings)
    assert list(tmp_path.iterdir()) == []


def test_an_operators_own_key_lies_open_to_nobody(settings: Settings) -> None:
    """A plan says as a worker does that others can read the key."""
    written(settings.auditor_key, 0o644)

    for taking in (signing, rehearsing_key):
        with pytest.raises(ContractInvalid, match="is open to others on this machine"):
            taking(settings)


def test_a_development_key_may_lie_where_nothing_has_a_mode(settings: Settings) -> None:
    """Nobody trusts it, and on some file systems it cannot be closed."""
    made = auditor_key(settings, print)
    settings.auditor_key.chmod(0o755)

    assert auditor_key(settings, print).auditor == rehearsing_key(settings).auditor == made.auditor


def test_a_rehearsal_leaves_no_key(settings: Settings) -> None:
    """What leaves nothing behind signs with the key that is there, or with a stand-in."""
    assert rehearsing_key(settings).development
    assert not settings.home.exists()

    own = written(settings.auditor_key)
    assert not rehearsing_key(settings).development
    assert own.is_file()


def test_a_key_of_which_nobody_can_tell_whether_it_is_there_is_told(settings: Settings) -> None:
    """A file in the place of the folder is named in a sentence."""
    settings.home.mkdir()
    (settings.home / "keys").write_text("no folder")

    with pytest.raises(ContractInvalid, match="cannot be read or made"):
        rehearsing_key(settings)
