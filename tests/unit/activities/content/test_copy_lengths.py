"""Copy fits where it goes, whatever the request says."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.content.templates.copywriter import write_copy
from activities.content.templates.renderer import render
from contracts import BrandKit, Language
from domain.platforms import known_placements
from domain.platforms.counting import is_emoji
from tests.support.campaigns.content_orders import content_order, copy_of


def test_a_long_message_gives_way_to_a_shorter_text_before_it_is_cut() -> None:
    """A headline too long for the ad is replaced by the product, not mutilated."""
    message = "La cosecha de este año ya está en la tienda y se puede probar sin compromiso"

    copy = copy_of("google_display", "landscape", core_message=message)

    assert copy["headline"] == "Café de Nariño"
    assert "…" not in " ".join(copy.values())


def test_what_must_be_cut_is_cut_between_words() -> None:
    """As a last resort a text ends after a word that leads to no other, and shows it."""
    brand = BrandKit(name="Cooperativa de Tostadores Artesanos del Sur")

    copy = copy_of("google_display", "landscape", brand=brand)

    assert copy["business_name"] == "Cooperativa…"


def test_a_text_without_spaces_is_cut_between_characters() -> None:
    """A name in one piece is cut too, and one too narrow for anything is left out."""
    brand = BrandKit(name="Cooperativadetostadoresartesanos")

    whole = copy_of("google_display", "square", brand=brand)
    narrow = copy_of(
        "google_display",
        "square",
        brand=brand,
        platform_constraints={"google_display.square.business_name": 1},
    )

    assert whole["business_name"] == "Cooperativadetostadoresa…"
    assert "business_name" not in narrow


def test_a_product_in_the_message_is_not_repeated_in_the_long_headline() -> None:
    """A display ad does not name the product twice in one line."""
    copy = copy_of("google_display", "square", core_message="Llega el Café de Nariño de este año")

    assert copy["long_headline"] == "Tostadores del Sur: Café de Nariño"
    assert copy["description"] == "Llega el Café de Nariño de este año"


def test_a_brand_in_the_product_s_name_is_not_named_twice() -> None:
    """Nobody writes `Café Sur, de Sur`."""
    copy = copy_of("linkedin", "feed", product="Café Sur", brand=BrandKit(name="Sur"))

    assert copy["description"] == "Café Sur"
    assert "Sur" not in copy["body"]


def test_the_description_says_what_the_headline_does_not() -> None:
    """A placement never says the same twice side by side."""
    message = "Volver a oír una conversación empieza con una revisión, aunque sea lunes y llueva"

    copy = copy_of("x", "post", core_message=message)

    assert copy["headline"] == "Café de Nariño"
    assert copy["description"] == message


def test_a_campaign_s_own_length_is_kept() -> None:
    """A length in `platform_constraints` is never exceeded."""
    copy = copy_of(platform_constraints={"instagram.feed.headline": 20})

    assert copy["headline"] == "Café de Nariño"


def test_tags_and_short_links_count_into_a_post() -> None:
    """A Mastodon post and its tags fit together, with the link at the length it counts."""
    body = "palabra " * 100

    copy = copy_of("mastodon", "post", changes=[f"body: {body}"], landing_url="https://a.example/")

    assert len(copy["body"]) + 2 + len(copy["hashtags"]) + (23 - 18) <= 500


def test_a_reviewer_s_tags_count_into_a_caption_too() -> None:
    """Body and tags of an Instagram caption never exceed 2,200 characters together."""
    tags = "#cosecha " * 15

    copy = copy_of(changes=[f"body: {'palabra ' * 400}", f"hashtags: {tags}"])

    assert copy["hashtags"] == tags.strip()
    assert len(copy["body"]) + 2 + len(copy["hashtags"]) <= 2200


def test_tags_beyond_the_limit_are_left_out() -> None:
    """A cloud of tags is not published in part."""
    copy = copy_of(changes=[f"hashtags: {'#cosecha ' * 30}"])

    assert "hashtags" not in copy


def test_a_numeric_or_overlong_name_gives_no_tag() -> None:
    """Tags that no network would link are left out."""
    copy = copy_of(product="2026", brand=BrandKit(name="Una marca con un nombre interminable"))

    assert "hashtags" not in copy


@pytest.mark.parametrize(
    ("action", "line"),
    [
        ("¡Pídelo!", "¡Pídelo! Más información: tostadores.example/cosecha"),
        ("Pídelo.", "Pídelo. Más información: tostadores.example/cosecha"),
    ],
)
def test_the_link_follows_the_call_to_action_s_own_punctuation(action: str, line: str) -> None:
    """A call to action reads well before its link."""
    body = copy_of(call_to_action=action)["body"]

    assert body.endswith(line)


lines = st.text(min_size=1, max_size=300).filter(
    lambda text: (
        bool(text.strip()) and not regex.search(r"[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]", text)
    )
)


@settings(max_examples=15, deadline=None)
@given(data=st.data(), message=lines, product=lines, action=lines, brand=lines, change=lines)
def test_no_text_whatever_exceeds_a_hard_limit_or_stops_the_renderer(
    data: st.DataObject, message: str, product: str, action: str, brand: str, change: str
) -> None:
    """Whatever an operator or reviewer writes, the copy keeps the limits and can be drawn."""
    known = data.draw(st.sampled_from(known_placements()))
    prefix = data.draw(st.sampled_from(["", "titular: ", "body: ", "cta: ", "sin: "]))
    order = content_order(
        known.channel,
        known.placement,
        core_message=message,
        product=product,
        call_to_action=action,
        brand=BrandKit(name=brand),
        target_audience=product,
        angles=[action],
        language=data.draw(st.sampled_from(Language)),
        tone_guard={"voice": data.draw(st.sampled_from(["formal", "cercana", "x"]))},
        changes=[f"{prefix}{change}"],
    )

    copy = write_copy(order, known)
    rendering = render(copy, order.brand, known)

    hard = [limit for limit in known.fields.values() if limit.is_hard]
    assert [limit.name for limit in hard if not limit.admits(copy.get(limit.name, ""))] == []
    assert rendering.media_type in {"image/png", "image/jpeg"}
    if known.channel == "google_display":
        assert not any(is_emoji(char) for text in copy.values() for char in text)
