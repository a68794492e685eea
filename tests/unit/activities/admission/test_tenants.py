"""A tenant's policy is read as it stands.

Longer than 250 lines because every kind of file that a folder of policies may hold stands beside
the others.
"""

import asyncio
import re
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from activities.admission.tenants import FileTenantPolicies
from contracts import (
    DEFAULT_TENANT,
    ContractInvalid,
    PolicyViolation,
    TenantPolicy,
    TrustedAuditor,
)
from tests.support.builders import TENANT

OURS = TrustedAuditor(key_id="A" * 16, public_key="B" * 43, note="ours")
OTHER = UUID("9f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a0ff")


async def test_without_any_file_everything_is_allowed(tmp_path: Path) -> None:
    """A first campaign runs before anybody has written a policy, with our auditor trusted."""
    policies = FileTenantPolicies(tmp_path / "absent", [OURS])

    policy = await policies.policy_of(TENANT)

    assert policy == TenantPolicy(source="built-in default", trusted_auditors=[OURS])


@pytest.mark.parametrize(
    ("content", "tenant"),
    [
        ('unknown_tenants = "allowed"', TENANT),
        ('unknown_tenants = "allowed"', DEFAULT_TENANT),
        ('unknown_tenants = "refused"', DEFAULT_TENANT),
        ("", DEFAULT_TENANT),
    ],
)
async def test_the_default_file_speaks_for_whom_it_says(
    tmp_path: Path, content: str, tenant: UUID
) -> None:
    """House rules hold for requests without a tenant, and for every tenant if they say so."""
    (tmp_path / "default.toml").write_text(f"{content}\nreview_required = true\n")
    policies = FileTenantPolicies(tmp_path, [OURS])

    policy = await policies.policy_of(tenant)

    assert policy.source == "default.toml"
    assert policy.review_required
    assert policy.trusted_auditors == [OURS]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (f"{OTHER}.toml", ""),
        ("default.toml", ""),
        ("default.toml", 'unknown_tenants = "refused"'),
        ("tenant-a.toml", ""),
        ("a policy that was called wrongly", ""),
    ],
)
async def test_once_there_is_a_policy_an_unknown_tenant_is_refused(
    tmp_path: Path, name: str, content: str
) -> None:
    """Whom no policy speaks for may do nothing, and reads what would be right."""
    (tmp_path / name).write_text(content)

    with pytest.raises(PolicyViolation) as refusal:
        await FileTenantPolicies(tmp_path, [OURS]).policy_of(TENANT)

    assert str(refusal.value) == (
        f"The tenant {TENANT} is unknown, since none of the tenants' policies is its own: correct "
        f'tenant_id, write {TENANT}.toml beside them, or say unknown_tenants = "allowed" in '
        "default.toml."
    )


async def test_a_request_without_a_tenant_is_refused_beside_other_tenants(tmp_path: Path) -> None:
    """Who forgets the tenant is not taken for one, and is told how to name it."""
    (tmp_path / f"{OTHER}.toml").write_text("")

    with pytest.raises(PolicyViolation, match=r"names no tenant.* give its tenant_id, or write"):
        await FileTenantPolicies(tmp_path, [OURS]).policy_of(DEFAULT_TENANT)


@pytest.mark.parametrize("name", [".gitkeep", f".{OTHER}.toml.swp"])
async def test_hidden_files_are_no_policies(tmp_path: Path, name: str) -> None:
    """What an editor or a file system leaves behind shuts nobody out."""
    (tmp_path / name).write_text("not TOML")
    (tmp_path / "lost+found").mkdir()
    policies = FileTenantPolicies(tmp_path, [OURS])

    policies.check()

    assert (await policies.policy_of(TENANT)).source == "built-in default"


async def test_policies_that_kubernetes_mounts_are_read(tmp_path: Path) -> None:
    """Files that are links into a hidden folder count as if they lay there themselves."""
    (tmp_path / "..2026_11_28").mkdir()
    (tmp_path / f"..2026_11_28/{TENANT}.toml").write_text("review_required = true\n")
    (tmp_path / "..data").symlink_to("..2026_11_28")
    (tmp_path / f"{TENANT}.toml").symlink_to(f"..data/{TENANT}.toml")
    policies = FileTenantPolicies(tmp_path, [OURS])

    policies.check()

    assert (await policies.policy_of(TENANT)).review_required


async def test_a_link_that_leads_nowhere_is_no_missing_policy(tmp_path: Path) -> None:
    """A policy whose disk is away does not give way to the house rules."""
    (tmp_path / "default.toml").write_text('unknown_tenants = "allowed"\n')
    (tmp_path / f"{TENANT}.toml").symlink_to("elsewhere.toml")
    policies = FileTenantPolicies(tmp_path, [OURS])

    with pytest.raises(ContractInvalid, match="cannot be read"):
        await policies.policy_of(TENANT)
    with pytest.raises(ContractInvalid, match="cannot be read"):
        policies.check()


@pytest.mark.parametrize(
    "name",
    [
        f"{TENANT}.toml",
        f"{TENANT}.toml".upper(),
        f"{TENANT.hex}.toml",
        f"{TENANT.hex.upper()}.Toml",
    ],
)
async def test_a_tenant_is_the_same_however_its_id_is_spelled(tmp_path: Path, name: str) -> None:
    """A policy counts with capital letters and without dashes, as a UUID does everywhere."""
    (tmp_path / name).write_text("review_required = true\n")
    policies = FileTenantPolicies(tmp_path, [OURS])

    policies.check()

    assert (await policies.policy_of(TENANT)).review_required


@pytest.mark.parametrize(
    ("one", "other", "tenant"),
    [
        (f"{TENANT}.toml", f"{TENANT.hex}.toml", TENANT),
        (f"{TENANT}.toml", f"{TENANT}.TOML", TENANT),
        ("default.toml", "Default.toml", DEFAULT_TENANT),
    ],
)
async def test_two_policies_of_one_tenant_are_refused(
    tmp_path: Path, one: str, other: str, tenant: UUID
) -> None:
    """Nobody guesses which of two files counts: both are named, at the start and later."""
    (tmp_path / one).write_text("review_required = true\n")
    (tmp_path / other).write_text("")
    policies = FileTenantPolicies(tmp_path, [OURS])

    for look in (policies.check, partial(asyncio.run, policies.policy_of(tenant))):
        with pytest.raises(ContractInvalid, match="policies of the same tenant") as refusal:
            await asyncio.to_thread(look)
        assert one in str(refusal.value)
        assert other in str(refusal.value)


@pytest.mark.parametrize(
    "name",
    [
        "tenant-a.toml",
        "notes.txt",
        f"{TENANT}",
        f"{TENANT}.tml",
        f"{TENANT}.toml.bak",
        f"{str(TENANT)[:-1]}.toml",
        f"{{{TENANT}}}.toml",
        f"{str(TENANT).replace('-', '', 1)}.toml",
    ],
)
def test_a_file_that_is_nobodys_policy_is_named(tmp_path: Path, name: str) -> None:
    """A policy that was called wrongly is told before it is missed."""
    (tmp_path / name).write_text("review_required = true\n")

    with pytest.raises(
        ContractInvalid, match=r"is no tenant's policy: .* \{tenant_id\}\.toml"
    ) as no:
        FileTenantPolicies(tmp_path, [OURS]).check()

    assert name in str(no.value)


async def test_a_mark_of_the_byte_order_is_no_mistake(tmp_path: Path) -> None:
    """A policy that was saved on Windows is read."""
    (tmp_path / f"{TENANT}.toml").write_bytes(b"\xef\xbb\xbfreview_required = true\r\n")

    assert (await FileTenantPolicies(tmp_path, [OURS]).policy_of(TENANT)).review_required


async def test_a_folder_that_has_to_be_there_is_missed(tmp_path: Path) -> None:
    """A disk that is not mounted does not mean that everything is allowed."""
    policies = FileTenantPolicies(tmp_path / "absent", [OURS], must_exist=True)

    with pytest.raises(ContractInvalid, match="does not exist"):
        policies.check()
    with pytest.raises(ContractInvalid, match="does not exist"):
        await policies.policy_of(TENANT)


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """What is there but is no folder is not taken for one without policies."""
    (tmp_path / "tenants").write_text("")

    with pytest.raises(ContractInvalid, match="cannot be read: Not a directory"):
        FileTenantPolicies(tmp_path / "tenants", [OURS]).check()


async def test_a_tenants_own_file_stands_alone(tmp_path: Path) -> None:
    """A tenant's file replaces the house rules, its list of auditors included."""
    (tmp_path / "default.toml").write_text('budget_ceiling = 500\nbudget_currency = "EUR"\n')
    (tmp_path / f"{TENANT}.toml").write_text(
        'channels_allowed = ["instagram"]\n'
        'prohibited_topics = ["apuestas"]\n'
        "review_required = true\n"
        "[[trusted_auditors]]\n"
        f'key_id = "{"C" * 16}"\n'
        f'public_key = "{"D" * 43}"\n'
    )
    policies = FileTenantPolicies(tmp_path, [OURS])

    policy = await policies.policy_of(TENANT)

    assert policy == TenantPolicy(
        source=f"{TENANT}.toml",
        channels_allowed=["instagram"],
        prohibited_topics=["apuestas"],
        review_required=True,
        trusted_auditors=[TrustedAuditor(key_id="C" * 16, public_key="D" * 43)],
    )


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"budget_ceiling = -1", "budget_ceiling: "),
        (b"budget_ceiling = 500", "is invalid: budget_currency is required with budget_ceiling"),
        (b'budget_ceiling = 500\nbudget_currency = "euro"', "budget_currency: "),
        (b'budget_currency = "EUR"', "budget_currency says nothing without budget_ceiling"),
        (b'unknown_tenants = "allowed"', "unknown_tenants: is said in default.toml alone"),
        (b"budget_ceiling = nan", "budget_ceiling: must be a finite number"),
        (b"budget = 5", "budget: is not a field of this contract"),
        (b'review_required = "yes"', "review_required: "),
        (b'source = "elsewhere"', "source: is the file's own name"),
        (b"budget_ceiling = ", "cannot be read as TOML"),
        (b"\xff\xfe", "cannot be read as TOML"),
    ],
)
async def test_a_policy_that_cannot_be_read_stops_the_campaign(
    tmp_path: Path, content: bytes, named: str
) -> None:
    """A mistake in a policy never means that everything is allowed: file and field are named."""
    (tmp_path / f"{TENANT}.toml").write_bytes(content)
    policies = FileTenantPolicies(tmp_path, [OURS])

    with pytest.raises(ContractInvalid) as refusal:
        await policies.policy_of(TENANT)
    with pytest.raises(ContractInvalid, match=re.escape(str(refusal.value))):
        policies.check()

    assert f"{TENANT}.toml" in str(refusal.value)
    assert named in str(refusal.value)


@pytest.mark.parametrize("said", ['"some"', "true", "[]"])
def test_what_holds_for_unknown_tenants_is_one_of_two_words(tmp_path: Path, said: str) -> None:
    """A typing error does not let everybody in."""
    (tmp_path / "default.toml").write_text(f"unknown_tenants = {said}\n")

    with pytest.raises(ContractInvalid, match='unknown_tenants: must be "refused" or "allowed"'):
        FileTenantPolicies(tmp_path, [OURS]).check()


async def test_a_folder_in_the_place_of_a_policy_stops_the_campaign(tmp_path: Path) -> None:
    """What is there but cannot be opened is not taken for absent."""
    (tmp_path / "default.toml").mkdir()
    policies = FileTenantPolicies(tmp_path, [OURS])

    with pytest.raises(ContractInvalid, match=r"default\.toml"):
        await policies.policy_of(TENANT)
    with pytest.raises(ContractInvalid, match=r"default\.toml"):
        policies.check()


def test_the_tenants_that_a_file_names_are_known(tmp_path: Path) -> None:
    """Who looks after an installation can go through them; what is no policy names nobody."""
    for name in (f"{TENANT}.toml", "default.toml", "notes.toml"):
        (tmp_path / name).write_text("")

    assert set(FileTenantPolicies(tmp_path, [OURS]).named()) == {TENANT, DEFAULT_TENANT}
