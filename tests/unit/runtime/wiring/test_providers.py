"""Each stage has a table of those who can do its work, and the first one needs nothing."""

from contracts import CampaignState
from runtime.wiring.providers import STAGES


def test_every_stage_before_and_after_publication_has_a_table() -> None:
    """What publishes is chosen per channel, and everything else per stage."""
    others = {CampaignState.IDLE, CampaignState.PUBLISH, CampaignState.FAILED}

    assert {stage.stage for stage in STAGES} == set(CampaignState) - others
    assert all(kind.about.endswith(".") for stage in STAGES for kind in stage.kinds)


def test_what_is_built_in_needs_no_settings() -> None:
    """Phoenix works before anybody has configured a model, a service or an account."""
    assert all(stage.built_in.settings() for stage in STAGES)


def test_a_name_has_the_same_settings_in_every_stage() -> None:
    """Who has read what `http` takes in one stage knows it for all."""
    settings = {
        (kind.name, tuple(kind.settings.model_fields)) for stage in STAGES for kind in stage.kinds
    }

    assert len(settings) == len({name for name, _ in settings})
