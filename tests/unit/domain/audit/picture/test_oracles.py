"""The audit's arithmetic agrees with other people's: coloraide, published examples, PyNaCl."""

import base64
import json
import math

import pytest
import rfc8785
from coloraide import Color
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from contracts import Language, QualityReport, QualityVerdict
from domain.audit.checks.copy.readability import (
    count,
    flesch,
    syllables_en,
    syllables_es,
    szigriszt,
)
from domain.audit.picture.colors import contrast, hex_of, lab, luminance, oklch
from domain.audit.picture.delta_e import delta_e_2000
from domain.signing import canonical, sign
from tests.support.audit.runs import KEY

_RGB = st.tuples(*[st.integers(0, 255)] * 3)


@settings(max_examples=150, deadline=None)
@given(_RGB, _RGB)
def test_contrast_is_what_coloraide_says(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    """Another implementation of WCAG 2 gives the same ratio."""
    mine = contrast(luminance(first), luminance(second))

    theirs = Color(hex_of(first)).contrast(hex_of(second), method="wcag21")

    # coloraide derives its coefficients from chromaticities; WCAG rounds them to four digits.
    assert mine == pytest.approx(theirs, rel=2e-3)


@settings(max_examples=150, deadline=None)
@given(_RGB)
def test_oklch_is_what_coloraide_says(color: tuple[int, int, int]) -> None:
    """Another implementation of OKLCH places every colour in the same spot."""
    lightness, chroma, hue = oklch(color)

    theirs = Color(hex_of(color)).convert("oklch")

    assert lightness == pytest.approx(theirs["lightness"], abs=1e-4)
    assert chroma == pytest.approx(theirs["chroma"], abs=1e-4)
    if chroma > 0.01:
        turn = abs(hue - theirs["hue"]) % 360
        assert min(turn, 360 - turn) < 0.1


@settings(max_examples=150, deadline=None)
@given(_RGB, _RGB)
def test_color_differences_are_what_coloraide_says(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    """Another implementation of CIEDE2000 measures the same difference."""
    mine = delta_e_2000(lab(first), lab(second))

    theirs = Color(hex_of(first)).delta_e(hex_of(second), method="2000", space="lab-d65")

    assert mine == pytest.approx(theirs, abs=0.02)


@pytest.mark.parametrize(
    ("first", "second", "difference"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_color_differences_are_those_of_the_paper(
    first: tuple[float, float, float], second: tuple[float, float, float], difference: float
) -> None:
    """The test data of Sharma, Wu and Dalal (2005), where implementations go wrong, come out."""
    assert delta_e_2000(first, second) == pytest.approx(difference, abs=5e-5)


@pytest.mark.parametrize(
    ("foreground", "background", "ratio"),
    [("#767676", "#ffffff", 4.54), ("#777777", "#ffffff", 4.48), ("#000000", "#ffffff", 21.0)],
)
def test_contrast_is_that_of_the_known_grays(
    foreground: str, background: str, ratio: float
) -> None:
    """The gray that just passes passes, and the next one does not."""
    ours = contrast(
        luminance(tuple(bytes.fromhex(foreground[1:]))),  # type: ignore[arg-type]  # three bytes
        luminance(tuple(bytes.fromhex(background[1:]))),  # type: ignore[arg-type]  # three bytes
    )

    assert math.floor(ours * 100) / 100 == pytest.approx(ratio, abs=0.0101)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("colección", 3), ("café", 2), ("recién", 2), ("envío", 3), ("ahorro", 3), ("hoy", 1)),
        *(("guitarra", 3), ("queso", 2), ("país", 2), ("aéreo", 4), ("oído", 3), ("ciudad", 2)),
        *(("cuidado", 3), ("leer", 2), ("caos", 2), ("pingüino", 3), ("buey", 1), ("muy", 1)),
        *(("yo", 1), ("construcción", 3), ("día", 2), ("baúl", 2), ("Oaxaca", 4), ("rehén", 2)),
        *(("prohibido", 3), ("bahía", 3), ("desayuno", 4), ("y", 1)),
    ],
)
def test_spanish_syllables_are_those_of_the_grammar(word: str, syllables: int) -> None:
    """Diphthongs hold together, also around an h, and hiatus parts (RAE, Ortografía 2010)."""
    assert syllables_es(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("coffee", 2), ("table", 2), ("make", 1), ("makes", 1), ("boxes", 2), ("wanted", 2)),
        *(
            ("loved", 1),
            ("every", 2),
            ("the", 1),
            ("discover", 3),
            ("collection", 3),
            ("rhythm", 1),
        ),
    ],
)
def test_english_syllables_are_those_of_the_dictionary(word: str, syllables: int) -> None:
    """Silent letters are silent."""
    assert syllables_en(word) == syllables


def test_reading_ease_is_that_of_the_formulas() -> None:
    """A sentence of known counts has the score that the published formulas give."""
    spanish = count("La casa es grande. El sol sale hoy.", Language.SPANISH)
    english = count("The cat sat on the mat.", Language.ENGLISH)

    assert (spanish.words, spanish.sentences, spanish.syllables) == (8, 2, 11)
    assert szigriszt(spanish) == pytest.approx(206.835 - 62.3 * 11 / 8 - 8 / 2)
    # The example that introductions to Flesch's formula give: 116.
    assert flesch(english) == pytest.approx(116.145)


def test_signatures_are_those_that_another_library_makes() -> None:
    """PyNaCl verifies a report's signature, signs the same bytes, and refuses another report."""
    report = QualityReport(
        verdict=QualityVerdict.PASS, checks=[], auditor_signature="", timestamp=1.0
    )
    signed = sign(report, KEY.private_key)
    raw = KEY.private_key.private_bytes_raw()
    stored = json.loads(canonical(signed))
    del stored["auditor_signature"]
    message = b"phoenix/quality-report/v1\n" + rfc8785.dumps(stored)

    encoded = signed.auditor_signature.rsplit(":", 1)[1]
    signature = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))

    key = VerifyKey(KEY.private_key.public_key().public_bytes_raw())
    assert key.verify(message, signature) == message
    assert SigningKey(raw).sign(message).signature == signature
    with pytest.raises(BadSignatureError):
        key.verify(message + b" ", signature)
