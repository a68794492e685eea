"""A request against its tenant's policy is refused before any work."""

import pytest

from contracts import Budget, PolicyViolation, TenantPolicy, TooManyOpen
from domain.policy import of_work, refuse_against, refuse_one_more
from tests.support.builders import TENANT, request


def test_a_request_within_the_policy_passes() -> None:
    """A policy that allows the channels and the budget does not stand in the way."""
    policy = TenantPolicy(
        source="default.toml",
        channels_allowed=["x", "instagram"],
        budget_ceiling=1200.0,
        budget_currency="EUR",
        prohibited_topics=["apuestas", "té verde", "café frío"],
    )

    refuse_against(policy, request())


def test_a_refusal_names_everything_that_is_not_allowed() -> None:
    """An operator corrects a request once, and not fault by fault."""
    policy = TenantPolicy(
        source="default.toml",
        channels_allowed=["x"],
        budget_ceiling=1000.0,
        budget_currency="EUR",
        prohibited_topics=["cafés"],
    )

    with pytest.raises(PolicyViolation) as refusal:
        refuse_against(policy, request())

    assert str(refusal.value) == (
        "The tenant's policy (default.toml) refuses this campaign: channel instagram is not "
        "allowed (allowed: x); the budget of 1200.00 EUR is above the ceiling of 1000.00 EUR; "
        "the topic 'cafés' is prohibited and stands in name, product."
    )


@pytest.mark.parametrize("total", [1.0, 1_000_000.0])
def test_a_budget_in_another_currency_is_refused(total: float) -> None:
    """A ceiling in euros says nothing of yen: neither few nor many of them pass as euros."""
    policy = TenantPolicy(source="default.toml", budget_ceiling=1000.0, budget_currency="EUR")

    with pytest.raises(PolicyViolation) as refusal:
        refuse_against(policy, request(budget=Budget(total=total, currency="JPY")))

    assert (
        f"the budget of {total:.0f} JPY cannot be compared with the ceiling of 1000.00 EUR: give "
        "it in EUR"
    ) in str(refusal.value)


def test_a_policy_may_allow_no_channel_at_all() -> None:
    """A tenant that is suspended publishes nowhere, and the message says so."""
    policy = TenantPolicy(source="default.toml", channels_allowed=[])

    with pytest.raises(PolicyViolation, match=r"\(allowed: none\)"):
        refuse_against(policy, request())


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("política", "Las POLITICAS del café"),
        ("apuestas deportivas", "Gana con tu apuesta deportiva"),
        ("voto", "vo\u00adto"),
        ("election", "Elections matter"),
        ("weapon", "cheap weapons here"),
        ("🎰", "Ven a jugar 🎰"),
    ],
)
def test_a_prohibited_topic_is_found_in_other_clothes(topic: str, text: str) -> None:
    """Neither inflection nor accents nor invisible characters get a topic past the policy."""
    policy = TenantPolicy(source="default.toml", prohibited_topics=[topic])

    with pytest.raises(PolicyViolation, match="purpose"):
        refuse_against(policy, request(purpose=text))


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        ("arma", "Una alarma con cariño"),
        ("apuestas deportivas", "Apuesta por la ropa deportiva"),
        ("apuestas deportivas", "Apuestas"),
    ],
)
def test_a_word_within_another_is_not_the_topic(topic: str, text: str) -> None:
    """A campaign for alarms is not taken for one for arms."""
    policy = TenantPolicy(source="default.toml", prohibited_topics=[topic])

    refuse_against(policy, request(purpose=text))


@pytest.mark.parametrize(("most", "there"), [(None, 1_000_000), (1, 0), (10, 9)])
def test_a_campaign_within_the_limit_passes(most: int | None, there: int) -> None:
    """A tenant without a limit has none, and one with a limit may have as many as it says."""
    refuse_one_more(TenantPolicy(source="x.toml", max_open_campaigns=most), TENANT, there)


@pytest.mark.parametrize(("most", "there"), [(0, 0), (10, 10), (10, 12)])
def test_one_campaign_too_many_is_refused(most: int, there: int) -> None:
    """The message says how many there are and may be; a limit of none shuts a tenant out."""
    policy = TenantPolicy(source="x.toml", max_open_campaigns=most)

    with pytest.raises(TooManyOpen) as refusal:
        refuse_one_more(policy, TENANT, there)

    assert str(refusal.value).startswith(
        f"Open campaigns of tenant {TENANT}: {there}, and its policy (x.toml) allows {most} "
        "(max_open_campaigns). This one can be started again when one of them has ended:"
    )


def test_the_work_of_a_campaign_does_not_depend_on_when_it_is_done() -> None:
    """Who raises a limit, or lets a tenant come sooner, makes no other campaign of a second run."""
    strict = TenantPolicy(source="x.toml", review_required=True)

    assert of_work(strict) == strict
    busy = strict.model_copy(update={"fairness_weight": 5.0, "max_open_campaigns": 9})
    assert of_work(busy) == strict
