"""Payloads are encrypted under keys that can change while campaigns run."""

import base64
import logging
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload

from runtime.payloads.codec import EncryptionCodec, Tampered, payload_codec
from runtime.payloads.keys import KeyFile, KeyUnknown
from runtime.refusals import WrongUse
from tests.support.payload_keys import write_keys

OLD = b"o" * 32
NEW = b"n" * 32
SAID = Payload(metadata={"encoding": b"json/plain", "note": b"cosecha"}, data=b'"cosecha"')


def codec(path: Path) -> EncryptionCodec:
    """Return a codec with the keys of a file."""
    return EncryptionCodec(KeyFile(path))


async def test_nothing_of_a_payload_can_be_read(tmp_path: Path) -> None:
    """Neither the data nor its metadata is in what travels; who has the key reads both."""
    ours = codec(write_keys(tmp_path / "keys.toml", "old", old=OLD))

    [sealed] = await ours.encode([SAID])

    assert b"cosecha" not in sealed.SerializeToString()
    assert sealed.metadata["encoding"] == b"binary/encrypted"
    assert sealed.metadata["encryption-key-id"] == b"old"
    assert await ours.decode([sealed]) == [SAID]


async def test_the_same_payload_never_looks_the_same(tmp_path: Path) -> None:
    """Nobody sees which two campaigns say the same."""
    ours = codec(write_keys(tmp_path / "keys.toml", "old"))

    first, second = await ours.encode([SAID, SAID])

    assert first.data != second.data


async def test_what_was_never_encrypted_passes(tmp_path: Path) -> None:
    """Campaigns that began before there was a key go on."""
    ours = codec(write_keys(tmp_path / "keys.toml", "old"))

    assert await ours.decode([SAID]) == [SAID]


async def test_a_key_is_replaced_while_it_is_used(tmp_path: Path) -> None:
    """A changed file is read again: new things get the new key, old ones stay readable."""
    path = write_keys(tmp_path / "keys.toml", "old", old=OLD)
    ours = codec(path)
    [before] = await ours.encode([SAID])

    write_keys(path, "new-1", **{"new-1": NEW, "old": OLD})
    [after] = await ours.encode([SAID])

    assert after.metadata["encryption-key-id"] == b"new-1"
    assert await ours.decode([before, after]) == [SAID, SAID]


async def test_a_key_that_was_just_added_is_found(tmp_path: Path) -> None:
    """Who gets the new key later than others reads what they wrote as soon as he has it."""
    theirs = codec(write_keys(tmp_path / "theirs.toml", "new-1", **{"new-1": NEW}))
    path = write_keys(tmp_path / "ours.toml", "old", old=OLD)
    ours = codec(path)
    sealed = await theirs.encode([SAID])
    with pytest.raises(KeyUnknown, match=r"key 'new-1'.*ours\.toml.*add it"):
        await ours.decode(sealed)

    write_keys(path, "old", **{"old": OLD, "new-1": NEW})

    assert await ours.decode(sealed) == [SAID]


@pytest.mark.parametrize("text", ["", "current = 'old'\n[keys]\nold = 'short'", None])
async def test_a_file_that_breaks_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str | None
) -> None:
    """A slip of the hand in the file is told in the log, and work goes on with the known keys."""
    caplog.set_level(logging.INFO)
    path = write_keys(tmp_path / "keys.toml", "old", old=OLD)
    ours = codec(path)
    if text is None:
        path.unlink()
    else:
        path.write_text(text)

    [sealed] = await ours.encode([SAID])

    assert sealed.metadata["encryption-key-id"] == b"old"
    assert "goes on with the keys that were there" in caplog.text


@pytest.mark.parametrize("where", [0, 5, -1])
async def test_a_changed_payload_is_told(tmp_path: Path, where: int) -> None:
    """Who can write into Temporal's database cannot change what a campaign reads."""
    ours = codec(write_keys(tmp_path / "keys.toml", "old"))
    [sealed] = await ours.encode([SAID])
    data = bytearray(sealed.data)
    data[where] ^= 1
    sealed.data = bytes(data)

    with pytest.raises(Tampered, match="was changed"):
        await ours.decode([sealed])


async def test_a_payload_cannot_be_given_out_as_another_keys(tmp_path: Path) -> None:
    """The key's id is a part of what is protected; two keys of one id are told, too."""
    path = write_keys(tmp_path / "keys.toml", "old", old=OLD, same=OLD)
    ours = codec(path)
    [sealed] = await ours.encode([SAID])
    sealed.metadata["encryption-key-id"] = b"same"

    with pytest.raises(Tampered, match="'same'"):
        await ours.decode([sealed])


async def test_too_short_a_payload_is_told(tmp_path: Path) -> None:
    """What is no cipher at all is refused in the same words."""
    ours = codec(write_keys(tmp_path / "keys.toml", "old"))
    stub = Payload(
        metadata={"encoding": b"binary/encrypted", "encryption-key-id": b"old"}, data=b"x"
    )

    with pytest.raises(Tampered):
        await ours.decode([stub])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "current = 'a'\n[keys]\nb = 'KEY'",
            "is invalid: current names a, which is none of the keys",
        ),
        ("current = 'a'\n[keys]\na = 'hush'", "keys.a: must be 32 bytes in base64"),
        ("current = 'a'\n[keys]\na = 'ñ'", "keys.a: must be 32 bytes in base64"),
        ("current = 'a'\n[keys]", "keys"),
        ("[keys]\na = 'KEY'", "current: is required"),
        ("current = 'a b'\n[keys]\n'a b' = 'KEY'", "current: string should match"),
    ],
)
def test_a_file_that_does_not_fit_is_told(tmp_path: Path, text: str, told: str) -> None:
    """A worker says which field is wrong before it connects, and shows no key."""
    path = tmp_path / "keys.toml"
    path.touch(mode=0o600)
    path.write_text(text.replace("KEY", base64.b64encode(OLD).decode()))

    with pytest.raises(WrongUse, match="PHOENIX_PAYLOAD_KEYS: the file of payload keys") as refused:
        payload_codec(path)

    assert told in str(refused.value)
    assert "hush" not in str(refused.value)


def test_without_the_setting_nothing_is_encrypted() -> None:
    """Encryption is asked for, and never half there."""
    assert payload_codec(None) is None
