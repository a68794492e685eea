"""Copy says what the request says, as a person would write it."""

from dataclasses import replace

import pytest
import regex

from activities.content.templates.copywriter import write_copy
from contracts import BrandKit, CompiledRule, Language, RuleKind
from domain.audit.rules.compiler import compile_rules
from domain.platforms import FieldKind, Part, placement_of
from tests.support.campaigns.content_orders import PLACEMENTS, content_order, copy_of

SOCIAL = [pair for pair in PLACEMENTS if pair[0] not in {"google_display", "email"}]
BRAND = "Tostadores del Sur"


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("voice", ["formal", "neutral", "cercana"])
def test_every_placement_gets_every_required_field_within_its_limit(
    channel: str, placement: str, language: Language, voice: str
) -> None:
    """A plain request gives whole copy everywhere, and nothing of it is truncated."""
    copy = copy_of(channel, placement, language=language, tone_guard={"voice": voice})

    fields = placement_of(channel, placement).fields
    assert {name for name, limit in fields.items() if limit.required} <= set(copy) <= set(fields)
    assert [name for name, text in copy.items() if not fields[name].admits(text)] == []
    assert [name for name, text in copy.items() if "…" in text] == []


@pytest.mark.parametrize(("channel", "placement"), SOCIAL)
def test_a_post_carries_message_product_and_call_to_action(channel: str, placement: str) -> None:
    """Readers learn what is new, what it is and what to do; a short caption leaves it the picture.

    What to do comes before what the picture says as well.
    """
    copy = copy_of(channel, placement)

    assert "La cosecha nueva ya está en la tienda." in copy["body"]
    assert "Ver la cosecha. Más información: " in copy["body"]
    assert "Café de Nariño" in f"{copy['body']} {copy['headline']} {copy.get('description')}"


@pytest.mark.parametrize("kind", list(FieldKind))
def test_every_kind_of_field_is_written(kind: FieldKind) -> None:
    """A channel's file may name any kind of field: copy for it comes of itself."""
    place = placement_of("instagram", "feed")
    limit = replace(place.fields["body"], name=kind)

    copy = write_copy(content_order(), replace(place, fields={kind: limit}))

    assert copy[kind]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("part", list(Part))
def test_every_part_of_a_body_is_written(part: Part, language: Language) -> None:
    """A channel's file may lay a body out of any parts: each has its own sentence."""
    place = replace(placement_of("instagram", "feed"), paragraphs=((Part.MESSAGE,), (part,)))
    order = content_order(angles=["café de especialidad"], language=language)
    place = replace(place, fields={FieldKind.BODY: place.fields["body"]})

    first, _, second = write_copy(order, place)["body"].partition("\n\n")

    assert first == "La cosecha nueva ya está en la tienda."
    assert second
    assert (second == first) == (part is Part.MESSAGE)


def test_copy_in_spanish_reads_as_a_person_would_write_it() -> None:
    """The whole caption is natural text."""
    copy = copy_of(angles=["café de filtro"])

    assert copy == {
        "headline": "La cosecha nueva ya está en la tienda",
        "description": "Café de Nariño",
        "call_to_action": "Ver la cosecha",
        "body": "La cosecha nueva ya está en la tienda.\n\n"
        "Tostadores del Sur: Café de Nariño.\n\n"
        "Ver la cosecha. Más información: tostadores.example/cosecha",
        "hashtags": "#TostadoresDelSur #CaféDeNariño #CaféDeFiltro",
    }


def test_copy_in_english_reads_as_a_person_would_write_it() -> None:
    """The whole newsletter is natural text."""
    copy = copy_of(
        "email",
        "newsletter",
        language=Language.ENGLISH,
        core_message="The new harvest is in the shop",
        product="our Nariño coffee",
        call_to_action="See the harvest",
        brand=BrandKit(name="Southern Roasters Co."),
        target_audience="People who brew filter coffee at home",
        tone_guard={"voice": "friendly"},
    )

    assert copy["subject"] == "The new harvest is in the shop"
    assert copy["preheader"] == "Our Nariño coffee. Find out more at tostadores.example."
    assert copy["headline"] == "Our Nariño coffee"
    assert copy["body"] == (
        "Hi there,\n\n"
        "The new harvest is in the shop.\n\n"
        "See the harvest. More info: https://www.tostadores.example/cosecha\n\n"
        "All the best,\nSouthern Roasters Co."
    )


def test_formal_copy_says_usted_and_never_exclaims() -> None:
    """A formal campaign has no tuteo, and loses the request's exclamation marks and emoji."""
    copy = copy_of(
        "email",
        "newsletter",
        core_message="¡Ya está aquí la cosecha! Venga a probarla 🎉",
        call_to_action="¡Reserve su cata!",
        tone_guard={"voice": "formal"},
    )

    everything = " ".join(copy.values())
    assert "Reciba un cordial saludo" in everything
    assert not regex.search(r"[!¡🎉]|\b(tú|te|tu|ti)\b", everything)
    assert copy["subject"] == "Ya está aquí la cosecha"
    assert copy["preheader"] == "Café de Nariño. Venga a probarla."
    assert copy["call_to_action"] == "Reserve su cata"


def test_minimal_copy_keeps_to_message_and_call_to_action() -> None:
    """A minimal campaign drops everything but the point."""
    copy = copy_of(tone_guard={"style": "minimal"}, angles=["café de filtro"])

    assert copy["body"] == (
        "La cosecha nueva ya está en la tienda.\n\n"
        "Ver la cosecha. Más información: tostadores.example/cosecha"
    )
    assert len(copy["hashtags"].split()) == 2


@pytest.mark.parametrize(
    ("angle", "is_taken_up"),
    [
        ("café de filtro", True),
        ("café de especialidad", False),
        ("elecciones municipales", False),
        ("cosecha nueva", False),
        ("café barato", False),
    ],
    ids=["fits", "a stranger's word", "another matter", "already said", "forbidden"],
)
def test_a_rising_term_is_taken_up_only_where_it_fits(angle: str, is_taken_up: bool) -> None:  # noqa: FBT001 - a column of the table
    """A trend becomes a tag if the request has all its words, and nothing forbids it."""
    rule = CompiledRule(
        source="do_not_do", text="No decir 'barato'", kind=RuleKind.TERMS, values=["Barato"]
    )

    copy = copy_of(angles=[angle], rules=[rule])

    tag = "#" + "".join(word.capitalize() if word != "de" else "De" for word in angle.split())
    assert (tag in copy["hashtags"].split()) == is_taken_up
    assert angle not in copy["body"] or angle == "cosecha nueva"


@pytest.mark.parametrize(
    ("text", "gone"),
    [("No usar hashtags", "#"), ("No usar emojis", "🎉"), ("Sin exclamaciones", "!")],
)
def test_a_forbidden_feature_is_not_used(text: str, gone: str) -> None:
    """The copy keeps to prohibitions of hashtags, emoji and exclamation marks."""
    rule = CompiledRule(source="do_not_do", text=text, kind=RuleKind.FEATURE)
    message = "¡Llega la cosecha! 🎉"

    assert gone in " ".join(copy_of(core_message=message).values())
    assert gone not in " ".join(copy_of(core_message=message, rules=[rule]).values())


def test_the_copy_keeps_to_limits_for_every_post() -> None:
    """A rule that allows one hashtag and a short headline is kept by whoever writes."""
    rules = compile_rules(["Máximo un hashtag", "Titular: máximo 20 caracteres"], {}, {})

    free, kept = copy_of(), copy_of(rules=rules)

    assert len(free["hashtags"].split()) > len(kept["hashtags"].split()) == 1
    assert len(free["headline"]) > 20 >= len(kept["headline"])


def test_a_display_ad_keeps_to_the_editorial_rules() -> None:
    """Google refuses emoji and exclamation marks, so its copy has none."""
    copy = copy_of("google_display", "square", core_message="¡Llega la cosecha! 🎉")

    assert copy["headline"] == "Llega la cosecha"
    assert copy["business_name"] == BRAND
    assert copy["description"] == "Café de Nariño"
    assert copy["long_headline"] == "Llega la cosecha. Ver la cosecha."
