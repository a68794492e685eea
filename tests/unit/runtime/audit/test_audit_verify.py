"""`audit verify`: what is proven about a report without asking anybody."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

import starter
from contracts import QualityVerdict
from domain.signing import canonical, digest, sign, trusted
from runtime.audit.replies import Proof, VerifiedReport
from tests.support.audit_orders import move_to, written
from tests.support.builders import CAMPAIGN, TENANT
from tests.support.signed_reports import ASSET, BRIEF, BYTES, KEY, finding, payload, report

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the folder in which the commands run."""
    return move_to(tmp_path, monkeypatch)


Shown = pytest.CaptureFixture[str]


def public_key(key: Ed25519PrivateKey = KEY) -> str:
    """Return a key as an operator pastes it."""
    return urlsafe_b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def verified(shown: Shown, *arguments: str) -> tuple[int, VerifiedReport]:
    """Return the exit status and the answer of `audit verify … --json`."""
    status = starter.run(["audit", "verify", *arguments, "--json"])
    return status, VerifiedReport.model_validate_json(shown.readouterr().out)


def proofs(answer: VerifiedReport) -> dict[str, Proof]:
    """Return what became of each thing."""
    return {one.what: one.proof for one in answer.statements}


def stored(data: bytes, sha256: str = ASSET.sha256, tenant: UUID = TENANT) -> Path:
    """Put bytes under a name into a tenant's store in the test's home."""
    place = Path("home/artifacts") / str(tenant) / sha256[:2] / sha256
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def test_a_whole_report_is_proven_by_public_key_and_bytes(capsys: Shown) -> None:
    """With the auditor's public key and the store, nothing but the campaign stays open."""
    stored(BYTES)
    path = written("report.json", report().model_dump_json(indent=2))

    status, answer = verified(capsys, path, "--public-key", public_key())

    assert status == 0
    assert answer.holds
    assert (answer.verdict, answer.report_sha256) == ("PASS", digest(report()))
    assert proofs(answer) == {
        "signature": Proof.PROVEN,
        "verdict": Proof.PROVEN,
        "campaign": Proof.OPEN,
        "bytes": Proof.PROVEN,
    }


def test_a_campaigns_payload_binds_run_brief_and_assets(capsys: Shown) -> None:
    """The payload that a campaign ends with proves what its report is about."""
    path = written("payload.json", payload(report()).model_dump_json())

    status, answer = verified(capsys, path, "--public-key", public_key())

    assert status == 0
    assert {what for what, proof in proofs(answer).items() if proof is Proof.PROVEN} == {
        *("signature", "verdict", "execution", "brief", "assets")
    }
    assert proofs(answer)["bytes"] is Proof.OPEN


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"execution_id": CAMPAIGN}, "execution"),
        ({"strategy": BRIEF.model_copy(update={"core_message": "Buy"})}, "brief"),
        ({"assets": [ASSET.model_copy(update={"alt_text": "Else"})]}, "assets"),
        ({"assets": []}, "assets"),
        ({"revision": 1}, "assets"),
    ],
)
def test_a_payload_that_was_changed_does_not_pass(
    capsys: Shown, changes: dict[str, Any], broken: str
) -> None:
    """A good report beside another brief, asset or run is of no use to a forger."""
    path = written("payload.json", payload(report(), **changes).model_dump_json())

    status, answer = verified(capsys, path, "--public-key", public_key())

    assert status == 1
    assert {what for what, proof in proofs(answer).items() if proof is Proof.BROKEN} == {broken}


def test_a_payload_without_a_brief_says_so(capsys: Shown) -> None:
    """Whoever takes the brief out of a payload does not make the question go away."""
    path = written("payload.json", payload(report(), strategy=None).model_dump_json())

    status, answer = verified(capsys, path, "--public-key", public_key())

    assert status == 0
    assert proofs(answer)["brief"] is Proof.OPEN


def test_a_payload_with_a_strange_field_does_not_pass(capsys: Shown) -> None:
    """What does not fit the contract of a payload proves nothing about a campaign."""
    fields = json.loads(payload(report()).model_dump_json()) | {"bonus": True}

    status, answer = verified(
        capsys, written("payload.json", json.dumps(fields)), "--public-key", public_key()
    )

    assert status == 1
    assert proofs(answer)["campaign"] is Proof.BROKEN
    assert proofs(answer)["signature"] is Proof.PROVEN


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"timestamp": 1_750_000_001.5}, "signature"),
        ({"asset_digests": []}, "signature"),
        ({"auditor_signature": "unsigned"}, "signature"),
        ({"verdict": "WARN"}, "signature"),
        ({"checks": []}, "signature"),
        ({"verdict": "MAYBE"}, "contract"),
        ({"bonus": 1}, "signature"),
    ],
)
def test_a_report_that_was_changed_does_not_pass(
    capsys: Shown, changes: dict[str, Any], broken: str
) -> None:
    """Whatever is edited in a report, the answer is no, and status 1 tells a pipeline."""
    fields = json.loads(report().model_dump_json()) | changes

    status, answer = verified(
        capsys, written("report.json", json.dumps(fields)), "--public-key", public_key()
    )

    assert (status, answer.holds) == (1, False)
    assert proofs(answer)[broken] is Proof.BROKEN


def test_a_verdict_that_is_milder_than_its_findings_does_not_pass(capsys: Shown) -> None:
    """Even an auditor's own signature does not turn a blocking finding into a PASS."""
    fields = json.loads(report(verdict=QualityVerdict.FAIL).model_dump_json())
    fields["checks"] = [json.loads(finding("a" * 64, QualityVerdict.FAIL).model_dump_json())]
    fields["verdict"] = "PASS"

    status, answer = verified(
        capsys, written("report.json", json.dumps(fields)), "--public-key", public_key()
    )

    assert status == 1
    assert "verdict must be FAIL" in answer.statements[0].details


def test_a_strict_auditor_is_believed(capsys: Shown) -> None:
    """A verdict may be graver than the findings, and the answer says so."""
    path = written(
        "report.json", report(verdict=QualityVerdict.FAIL, checks=[], files=[]).model_dump_json()
    )

    status, answer = verified(capsys, path, "--public-key", public_key())

    assert status == 0
    details = {one.what: one.details for one in answer.statements}
    assert "stricter than PASS" in details["verdict"]
    assert "names no file" in details["bytes"]


def trust_lists() -> Sequence[tuple[str, str, int]]:
    """Return ways to say whose signature counts, and the status that each brings."""
    entry = trusted(KEY.public_key(), "the agency's key")
    toml = f'[[trusted_auditors]]\nkey_id = "{entry.key_id}"\npublic_key = "{entry.public_key}"\n'
    private = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return [
        ("--trust", toml, 0),
        ("--trust", toml.replace(entry.key_id, "A" * 16), 1),
        ("--trust", "trusted_auditors = []", 2),
        ("--trust", "trusted_auditors = 3", 2),
        ("--trust", "= 3", 2),
        ("--key", private.decode(), 0),
        ("--key", public.decode(), 0),
        ("--key", public.decode().replace("MCow", "MCox"), 2),
        ("--key", "no key", 2),
    ]


@pytest.mark.parametrize(("option", "text", "status"), trust_lists())
def test_whose_signature_counts_can_be_told_by_list_or_key(
    capsys: Shown, option: str, text: str, status: int
) -> None:
    """A trust list, a private key and a public key serve; what cannot be read is told."""
    written("report.json", report().model_dump_json())

    done = starter.run(["audit", "verify", "report.json", option, written("trust", text)])

    assert done == status
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "there is no key"),
        (("--public-key", "A" * 43), "--public-key: public_key: must not be a point of small"),
        (("--public-key", "short"), "32 bytes of an Ed25519 public key"),
        (("--public-key", public_key(), "--key", "k.pem"), "give one of"),
        (("--key", "k.pem"), "k.pem: does not exist"),
    ],
)
def test_verifying_never_makes_a_key(
    capsys: Shown, here: Path, arguments: tuple[str, ...], told: str
) -> None:
    """Without anybody to trust nothing is proven, and no key appears that would vouch for it."""
    written("report.json", report().model_dump_json())

    assert starter.run(["audit", "verify", "report.json", *arguments]) == 2

    assert told in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["report.json"]


def test_this_installations_own_key_counts_by_default(capsys: Shown, here: Path) -> None:
    """Where a worker has signed, its reports verify without any option; others' do not."""
    keys = here / "home" / "keys"
    keys.mkdir(parents=True)
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (keys / "auditor.pem").write_bytes(pem)
    foreign = sign(report(), STRANGER).model_dump_json()

    own, _ = verified(capsys, written("own.json", report().model_dump_json()))
    other, answer = verified(capsys, written("other.json", foreign))

    assert (own, other) == (0, 1)
    assert "which is not in" in answer.statements[0].details


def test_a_stored_report_is_found_by_its_digest(capsys: Shown) -> None:
    """The digest that a reviewer reads is enough to verify the report in the store."""
    stored(canonical(report()), digest(report()))

    status, answer = verified(capsys, digest(report()), "--public-key", public_key())

    assert status == 0
    assert answer.report_sha256 == digest(report())


@pytest.mark.parametrize(
    ("files", "proof", "status"),
    [
        ({"final/taza.png": BYTES, "other.txt": b"x"}, Proof.PROVEN, 0),
        ({"taza.png": BYTES[:-1]}, Proof.BROKEN, 1),
        ({}, Proof.BROKEN, 1),
        ({f"{ASSET.sha256[:2]}/{ASSET.sha256}": BYTES}, Proof.PROVEN, 0),
        ({f"{ASSET.sha256[:2]}/{ASSET.sha256}": b"x"}, Proof.BROKEN, 1),
        ({f"{TENANT}/{ASSET.sha256[:2]}/{ASSET.sha256}": BYTES}, Proof.PROVEN, 0),
        ({f"{TENANT}/{ASSET.sha256[:2]}/{ASSET.sha256}": b"x"}, Proof.BROKEN, 1),
    ],
)
def test_the_audited_files_are_recognised_by_their_bytes(
    capsys: Shown, here: Path, files: dict[str, bytes], proof: Proof, status: int
) -> None:
    """A folder proves the files that it has under any name; one that changed breaks the proof."""
    (here / "assets").mkdir()
    for place, data in files.items():
        path = here / "assets" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    name = written("report.json", report().model_dump_json())

    done, answer = verified(capsys, name, "--public-key", public_key(), "--assets", "assets")

    assert done == status
    assert proofs(answer)["bytes"] is proof


@pytest.mark.parametrize(("tenant", "proof"), [(TENANT, Proof.PROVEN), (CAMPAIGN, Proof.OPEN)])
def test_a_payloads_files_are_looked_up_in_its_own_tenants_store(
    capsys: Shown, tenant: UUID, proof: Proof
) -> None:
    """What another tenant has stored proves nothing about this tenant's campaign."""
    stored(BYTES, tenant=tenant)
    path = written("payload.json", payload(report()).model_dump_json())

    _, answer = verified(capsys, path, "--public-key", public_key())

    assert proofs(answer)["bytes"] is proof


def test_altered_bytes_in_the_store_break_the_proof(capsys: Shown) -> None:
    """What the store holds is compared, and not believed."""
    stored(b"other bytes")
    path = written("report.json", report().model_dump_json())

    status = starter.run(["audit", "verify", path, "--public-key", public_key()])

    said = capsys.readouterr().out
    assert status == 1
    assert f"other bytes under the name of {ASSET.sha256[:12]}" in said
    assert "the report does not hold" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Missing argument"),
        (["none.json"], "none.json: does not exist"),
        (["0" * 64], "is not in the store"),
        (["list.json"], "must hold a report or a campaign's payload"),
        (["copy.json"], "is neither a report nor a campaign's payload"),
        (["early.json"], "no report has decided yet"),
        (["odd.json"], "quality_audit must be a report"),
        (["odd.json", "--assets", "none"], "none: is not a folder"),
        (["cut.json"], "cut.json: line 1"),
    ],
)
def test_what_is_no_report_is_told(
    capsys: Shown, here: Path, arguments: list[str], told: str
) -> None:
    """A mistake costs one line that names it, and status 2; a forgery has another status."""
    files = {
        "cut.json": '{"verdict": ',
        "list.json": "[]",
        "copy.json": "{}",
        "early.json": '{"quality_audit": null}',
        "odd.json": '{"quality_audit": 3}',
    }
    for name, text in files.items():
        written(name, text)

    assert starter.run(["audit", "verify", *arguments]) == 2

    said = capsys.readouterr()
    assert told in said.err
    assert not said.out
    assert not (here / "home").exists()
