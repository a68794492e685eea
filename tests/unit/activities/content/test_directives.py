"""Copy does what reviewers direct, and nothing else changes."""

import pytest

from domain.text.spelling import comparable
from tests.support.campaigns.content_orders import copy_of

BRAND = "Tostadores del Sur"


@pytest.mark.parametrize(
    ("change", "field", "text"),
    [
        ("headline: Harvest day", "headline", "Harvest day"),
        ("Titular: Día de cosecha", "headline", "Día de cosecha"),
        ("descripción: Tres fincas", "description", "Tres fincas"),
        ("Body:  Solo esto.", "body", "Solo esto."),
        ("hashtags: #Uno", "hashtags", "#Uno"),
        ("instagram.titular: Solo aquí", "headline", "Solo aquí"),
    ],
)
def test_a_reviewer_replaces_a_field(change: str, field: str, text: str) -> None:
    """`field: text` puts the reviewer's words in place of ours and leaves the rest alone."""
    before = copy_of()

    after = copy_of(changes=[change])

    assert after == {**before, field: text}


def test_a_reviewer_s_call_to_action_is_used_everywhere() -> None:
    """A new call to action also changes the texts that mention it."""
    copy = copy_of(changes=["Queremos otra cosa\ncta: Probar la cosecha"])

    assert copy["call_to_action"] == "Probar la cosecha"
    assert copy["body"].endswith("Probar la cosecha. Más información: tostadores.example/cosecha")


def test_the_latest_directive_counts() -> None:
    """Of two requests for one field, the newer is carried out."""
    copy = copy_of(changes=["titular: Uno", "titular: Dos"])

    assert copy["headline"] == "Dos"


@pytest.mark.parametrize("change", ["Más alegre, por favor", "x.titular: No aquí", "Ojo: revisar"])
def test_what_is_no_directive_leaves_the_copy_as_it_is(change: str) -> None:
    """The copywriter does not pretend to have understood: such a wish needs a person."""
    assert copy_of(changes=[change]) == copy_of()


@pytest.mark.parametrize("change", ["sin: Cosecha", "without: cosecha"])
def test_a_reviewer_drops_the_sentences_that_hold_a_term(change: str) -> None:
    """No text keeps a term that a reviewer has taken out."""
    copy = copy_of(core_message="La cosecha está en la tienda. Pruébela hoy", changes=[change])

    assert "cosecha" not in comparable(" ".join(copy.values()))
    assert copy["headline"] == "Pruébela hoy"
    assert copy["call_to_action"] == "Más información"


def test_a_term_that_everything_holds_leaves_the_product() -> None:
    """A required field is not left empty, even if a reviewer forbids all there is to say."""
    copy = copy_of(changes=["sin: café", "sin: Tostadores", "sin: cosecha", "sin: información"])

    assert copy["headline"] == "Café de Nariño"
    assert copy["call_to_action"] == "Más información"
    assert "hashtags" in copy
