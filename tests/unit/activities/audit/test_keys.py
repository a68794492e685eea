"""The auditor's key."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from activities.audit import keys
from activities.audit.keys import load_key, load_or_make_key, stand_in
from contracts import ContractInvalid


def pem(
    key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey,
    encryption: KeySerializationEncryption | None = None,
) -> bytes:
    """Return a key as an operator's tool writes it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def test_a_missing_key_is_made_for_development_and_says_so(tmp_path: Path) -> None:
    """Whoever starts without a key gets one that nobody mistakes for a trusted one."""
    path = tmp_path / "keys" / "auditor.pem"

    made, read = load_or_make_key(path), load_or_make_key(path)

    assert made.development
    assert read.development
    assert made.auditor == read.auditor
    assert made.auditor.note == "development key"


def test_only_its_owner_may_read_a_new_key(tmp_path: Path) -> None:
    """A key that Phoenix makes is private from its first moment, and nothing else is left."""
    path = tmp_path / "auditor.pem"

    load_or_make_key(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_operators_own_key_is_not_called_development(tmp_path: Path) -> None:
    """A key that somebody put there signs as that key."""
    path = tmp_path / "auditor.pem"
    own = Ed25519PrivateKey.generate()
    path.write_bytes(pem(own))

    key = load_key(path)

    assert not key.development
    assert key.auditor.note is None
    assert key.private_key.public_key() == own.public_key()


def test_workers_that_start_at_once_end_with_one_key(tmp_path: Path) -> None:
    """Two workers on a fresh machine do not distrust each other's reports."""
    path = tmp_path / "auditor.pem"

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(load_or_make_key, [path] * 16))

    assert len({key.auditor.key_id for key in keys}) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_the_key_that_was_there_first_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that finds itself overtaken takes the other's key and drops its own."""
    path = tmp_path / "auditor.pem"
    first = load_or_make_key(path)
    monkeypatch.setattr(keys, "is_missing", always)

    second = load_or_make_key(path)

    assert second.auditor == first.auditor
    assert list(tmp_path.iterdir()) == [path]


def always(_: Path) -> bool:
    """Say that there is no such file."""
    return True


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a key",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(Ed25519PrivateKey.generate(), BestAvailableEncryption(b"secret")),
    ],
    ids=["empty", "text", "broken", "other type", "encrypted"],
)
def test_a_file_that_is_no_key_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    """An operator who points at the wrong file learns which file, and what belongs there."""
    path = tmp_path / "auditor.pem"
    path.write_bytes(content)

    with pytest.raises(ContractInvalid, match=r"auditor\.pem .*Ed25519"):
        load_key(path)

    assert path.read_bytes() == content


def test_a_key_that_cannot_be_read_or_made_is_named(tmp_path: Path) -> None:
    """A folder in the key's place, or a file in its folder's, is reported and no stack trace."""
    (tmp_path / "keys").write_text("no folder")

    nowhere = Path("/proc/phoenix/auditor.pem")  # where not even root makes a folder
    for path in (tmp_path, tmp_path / "keys" / "auditor.pem", nowhere):
        with pytest.raises(ContractInvalid, match="cannot be read or made"):
            load_or_make_key(path)


def test_a_key_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    """A mistyped path is told with how a key is made, and nothing comes to lie there."""
    with pytest.raises(ContractInvalid, match=r"auditr\.pem .*No such file.*openssl genpkey"):
        load_key(tmp_path / "auditr.pem")

    assert list(tmp_path.iterdir()) == []


def test_a_stand_in_is_another_one_each_time() -> None:
    """Nobody can take what a plan signed for an auditor's report."""
    assert stand_in().development
    assert stand_in().auditor != stand_in().auditor
