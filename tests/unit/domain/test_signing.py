"""A signature holds for one report by one key, and for nothing else."""

import base64
import json

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts import QualityReport, TrustedAuditor
from domain.signing import asset_digests, canonical, digest, is_signed_by, sign, trusted
from tests.support.builders import check
from tests.support.campaign_parts import asset, report
from tests.support.fakes import KEY

AUDITOR = trusted(KEY.public_key(), note="tests")
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
SIGNED = report(check(), assets=[asset()])


def resigned(signature: str) -> QualityReport:
    """Return the signed report with another signature in it."""
    return SIGNED.model_copy(update={"auditor_signature": signature})


def test_a_signature_can_be_verified_in_any_language() -> None:
    """The stored bytes, RFC 8785 and a plain Ed25519 signature are all that a verifier needs."""
    algorithm, key_id, signature = SIGNED.auditor_signature.split(":")
    unsigned = json.loads(canonical(SIGNED))
    del unsigned["auditor_signature"]
    raw = base64.urlsafe_b64decode(AUDITOR.public_key + "=")

    signed = b"phoenix/quality-report/v1\n" + rfc8785.dumps(unsigned)
    Ed25519PublicKey.from_public_bytes(raw).verify(
        base64.urlsafe_b64decode(signature + "=="), signed
    )
    assert (algorithm, key_id) == ("ed25519", AUDITOR.key_id)


def test_a_signed_report_is_recognised_among_several_auditors() -> None:
    """The auditor who signed is found, wherever the list has it."""
    others = [trusted(STRANGER.public_key()), AUDITOR]

    assert is_signed_by(SIGNED, others)
    assert not is_signed_by(SIGNED, others[:1])
    assert not is_signed_by(SIGNED, [])


def test_signing_again_replaces_the_signature_and_nothing_else() -> None:
    """The signature does not cover itself, so it is the same each time."""
    again = sign(SIGNED, KEY)

    assert again == SIGNED


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "ed25519",
        SIGNED.auditor_signature.replace("ed25519", "rsa"),
        SIGNED.auditor_signature[:-1],
        SIGNED.auditor_signature + "=",
        SIGNED.auditor_signature.replace(AUDITOR.key_id, "A" * 16),
        f"ed25519:{AUDITOR.key_id}:ñ",
        f"ed25519:{AUDITOR.key_id}:",
    ],
    ids=["none", "bare", "algorithm", "cut", "padded", "key id", "no base64", "empty"],
)
def test_a_broken_signature_is_no_signature(signature: str) -> None:
    """Nonsense in the place of a signature is refused, never an error."""
    assert not is_signed_by(resigned(signature), [AUDITOR])


def test_another_spelling_of_the_same_signature_is_refused() -> None:
    """A report has one digest: its signature cannot be respelled without breaking."""
    head, last = SIGNED.auditor_signature[:-1], SIGNED.auditor_signature[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sibling = alphabet[alphabet.index(last) ^ 1]

    assert not is_signed_by(resigned(head + sibling), [AUDITOR])


def test_a_trust_list_that_contradicts_itself_trusts_nobody() -> None:
    """A key under another key's name does not sign for it."""
    mixed = TrustedAuditor(
        key_id=trusted(STRANGER.public_key()).key_id, public_key=AUDITOR.public_key
    )
    claimed = resigned(SIGNED.auditor_signature.replace(AUDITOR.key_id, mixed.key_id))

    assert not is_signed_by(claimed, [mixed])


def test_a_key_that_is_none_is_passed_over() -> None:
    """A damaged entry of the trust list does not hide the sound one after it."""
    damaged = TrustedAuditor(key_id=AUDITOR.key_id, public_key="_" * 43)

    assert is_signed_by(SIGNED, [damaged, AUDITOR])
    assert not is_signed_by(SIGNED, [damaged])


@given(st.floats(0, 1e10), st.text(max_size=5))
def test_any_change_breaks_the_signature(timestamp: float, ruleset: str) -> None:
    """Nobody can change what an auditor said."""
    changed = SIGNED.model_copy(update={"timestamp": timestamp, "ruleset": ruleset})

    assert not is_signed_by(changed, [AUDITOR])


def test_a_digest_depends_on_the_content_alone() -> None:
    """Equal values have equal bytes, in every process and in any order of their making."""
    first, second = asset(), asset(revision=1)

    assert canonical(first) == canonical(asset())
    assert b": " not in canonical(first)
    assert asset_digests([first, second]) == asset_digests([second, first])
    assert digest(first) != digest(second)


_PRIME = 2**255 - 19
_ORDER_8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022


@pytest.mark.parametrize("sign_bit", [0, 1])
@pytest.mark.parametrize("y", [0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8, _PRIME, _PRIME + 1])
def test_a_key_under_which_anybody_can_sign_is_no_auditors(y: int, sign_bit: int) -> None:
    """A point of small order is refused in a list, however it is written."""
    raw = (y | sign_bit << 255).to_bytes(32, "little")
    text = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    with pytest.raises(ValidationError, match=r"public_key\n.*small order: anybody can sign"):
        TrustedAuditor(key_id="A" * 16, public_key=text)


def test_the_library_believes_a_signature_by_nobody() -> None:
    """The refusal is needed: under the neutral point, one signature fits every message."""
    neutral = (1).to_bytes(32, "little")
    key = Ed25519PublicKey.from_public_bytes(neutral)

    for message in (b"publish", b"anything"):
        key.verify(neutral + bytes(32), message)
    with pytest.raises(ValidationError, match="small order"):
        trusted(key)
