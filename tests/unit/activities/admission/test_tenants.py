"""A tenant's policy is read as it stands."""

from pathlib import Path

import pytest

from activities.admission.tenants import FileTenantPolicies
from contracts import ContractInvalid, TenantPolicy, TrustedAuditor
from tests.support.builders import TENANT

OURS = TrustedAuditor(key_id="A" * 16, public_key="B" * 43, note="ours")


async def test_without_any_file_everything_is_allowed(tmp_path: Path) -> None:
    """A first campaign runs before anybody has written a policy, with our auditor trusted."""
    policies = FileTenantPolicies(tmp_path / "absent", [OURS])

    policy = await policies.policy_of(TENANT)

    assert policy == TenantPolicy(source="built-in default", trusted_auditors=[OURS])


async def test_the_default_file_speaks_for_tenants_without_one(tmp_path: Path) -> None:
    """One file holds the house rules for every tenant that has none of its own."""
    (tmp_path / "default.toml").write_text("budget_ceiling = 500\n")
    policies = FileTenantPolicies(tmp_path, [OURS])

    policy = await policies.policy_of(TENANT)

    assert policy.source == "default.toml"
    assert policy.budget_ceiling == 500
    assert policy.trusted_auditors == [OURS]


async def test_a_tenants_own_file_stands_alone(tmp_path: Path) -> None:
    """A tenant's file replaces the house rules, its list of auditors included."""
    (tmp_path / "default.toml").write_text("budget_ceiling = 500\n")
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

    assert f"{TENANT}.toml" in str(refusal.value)
    assert named in str(refusal.value)


async def test_a_folder_in_the_place_of_a_policy_stops_the_campaign(tmp_path: Path) -> None:
    """What is there but cannot be opened is not taken for absent."""
    (tmp_path / "default.toml").mkdir()
    policies = FileTenantPolicies(tmp_path, [OURS])

    with pytest.raises(ContractInvalid, match=r"default\.toml"):
        await policies.policy_of(TENANT)
