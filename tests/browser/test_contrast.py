"""Contrast as the audit computes and measures it, and as axe-core does in a browser."""

import pytest

from activities.content.templates.renderer import render
from contracts import LayoutManifest
from domain.audit.checks.picture import contrast_ratio
from domain.audit.picture.text_contrast import measure_contrast
from domain.platforms import placement_of
from domain.signing import canonical
from tests.browser.colors import BRAND_PAIRS, BRANDS, PAIRS, cut
from tests.browser.conftest import Seen
from tests.support.audit.subjects import Creative, canvas, ref, subject

BANNER = placement_of("google_display", "landscape")
COPY = {
    "headline": "Café nuevo",
    "description": "De Nariño a su taza",
    "call_to_action": "Ver la cosecha",
}


def test_contrast_of_colors_is_what_axe_core_says(seen: Seen) -> None:
    """A designer who checks two colors in a browser gets the ratio that the audit gives."""
    theirs = seen["colors", False].ratios

    ours = {f"#{name}": cut(pair.ratio) for name, pair in (PAIRS | BRAND_PAIRS).items()}

    assert len(ours) > 200
    assert theirs == pytest.approx(ours, abs=1e-9)


def test_contrast_of_pixels_is_what_axe_core_says(seen: Seen) -> None:
    """A text in a picture is judged as the same text in the same colors on a web page is."""
    theirs = seen["colors", False].ratios

    measured = {
        f"#{name}": measure_contrast(creative.picture(), creative.mask()).actual
        for name, pair in PAIRS.items()
        for creative in [Creative(canvas(pair.back, (120, 100)), pair.text, text="Hola", px=30)]
    }

    assert {name: cut(ratio) for name, ratio in measured.items()} == pytest.approx(
        {name: theirs[name] for name in measured}, abs=1e-9
    )


@pytest.mark.parametrize("name", BRANDS)
def test_contrast_of_a_creative_is_what_axe_core_says(seen: Seen, name: str) -> None:
    """Every text that we draw in a brand's colors has the contrast that a browser finds."""
    theirs = seen["colors", False].ratios
    drawn = render(COPY, BRANDS[name], BANNER)
    manifest = LayoutManifest(
        width=BANNER.width,
        height=BANNER.height,
        blocks=drawn.blocks,
        fills=drawn.fills,
        mask=ref(drawn.mask),
    )
    fetched = {"asset": drawn.picture, "manifest": canonical(manifest), "mask": drawn.mask}

    findings = contrast_ratio.CHECK(subject(fetched=fetched, placement=BANNER))

    measured = {str(found.evidence["region"]): found.evidence["actual"] for found in findings}
    assert measured.keys() == {"brand", *COPY}
    for region, ratio in measured.items():
        part = "button" if region == "call_to_action" else "text"
        assert cut(ratio) == pytest.approx(theirs[f"#{name}-{part}"], abs=1e-9), region
