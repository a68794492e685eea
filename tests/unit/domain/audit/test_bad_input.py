"""Whatever is handed in, the audit answers with findings, in bounded time and memory."""

import io
import struct
import time
import zlib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from contracts import QualityCheck, QualityVerdict, RuleKind
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.engine import judge_asset
from domain.audit.offline import Demands, PictureFile, PostCopy, audit_files
from domain.audit.order import rules_of
from domain.audit.rules.compiler import compile_rules, compile_topics
from domain.gravity import verdict_of
from tests.support.audit.runs import brief, order
from tests.support.audit.subjects import SIZE, Creative, canvas, png, subject

BOMB = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + (header := b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    + struct.pack(">I", zlib.crc32(header))
    + png(canvas())[33:]
)
SOUND = Image.effect_noise(SIZE, 40).convert("RGB")


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file of some kind."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def audited(data: bytes, text: str = "La cosecha", *rules: str) -> list[QualityCheck]:
    """Return what an audit of these bytes finds."""
    return audit_files(
        PictureFile(data),
        PostCopy({"body": text}),
        channel="instagram",
        placement="feed",
        demands=Demands(do_not_do=rules),
        today=date(2026, 11, 23),
    )


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load the language models, which a process does once, before any time is taken."""
    audited(png(SOUND))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(SOUND)[:3000], "IMAGE_CORRUPT"),
        (BOMB, "DECOMPRESSION_BOMB"),
        (b"RIFF\x00\x00\x00\x00WEBP", "IMAGE_CORRUPT"),
        (encoded(canvas(), "GIF", save_all=True, append_images=[SOUND]), "ANIMATION_NOT_ALLOWED"),
        (encoded(SOUND, "WEBP"), "FORMAT_NOT_ALLOWED"),
        (encoded(SOUND, "BMP"), "FORMAT_NOT_ALLOWED"),
        (b"", "IMAGE_CORRUPT"),
    ],
    ids=["truncated", "bomb", "empty WebP", "animated", "WebP", "BMP", "nothing"],
)
def test_a_hostile_file_is_a_finding(data: bytes, reason: str) -> None:
    """No file crashes the audit, and none of these passes."""
    began = time.process_time()

    found = audited(data)

    assert reason in {each.reason_code for each in found}
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "declared",
    [
        {"px": 10_001},
        {"px": 10**9, "bold": True},
        {"px": 10_000, "bold": True},
        {"px": 1350, "bold": True, "text": "La cosecha nueva " * 230},
    ],
    ids=["no such size", "huge", "as large as a font goes", "longer than the picture"],
)
def test_a_manifest_that_claims_a_giant_text_is_a_finding(declared: dict[str, Any]) -> None:
    """Nobody fills a worker's memory, or stops an audit, by declaring letters of any size."""
    began = time.process_time()

    found = judge_asset(subject(Creative(declared=declared)))

    assert {each.check_id for each in found} == set(ASSET_CHECKS)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("mode", ["CMYK", "P", "L", "1", "LA", "RGBA", "I;16"])
def test_every_pixel_format_is_read(mode: str) -> None:
    """Print colours, palettes and transparency are measured or reported, and never a crash."""
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, SIZE) if mode == "I;16" else SOUND.convert(mode)

    found = audited(encoded(image, kind), "La cosecha", "No usar rojo")

    assert {each.check_id for each in found} >= {"forbidden_color_check", "file_format_check"}


@pytest.mark.no_cover  # a sweep: what it reaches is covered by examples
@pytest.mark.no_cover  # it searches, as the properties do
@pytest.mark.parametrize(
    "text",
    [
        "cafe\u0301 con n\u0303",
        "قهوة جديدة في المتجر",
        "קפה חדש",
        "ca\u200bfé\u2060 \u202eecalper",
        "👨‍👩‍👧‍👦" * 300,
        "\u0301" * 5000,
        "Z" + "\u0336" * 4000,
        "东京咖啡" * 200,
        " \n\t ",
        "a" * 6000,
        "¿" * 3000,
        "(" * 3000 + "@" * 2000,
        "1 " * 3000,
        "{{" * 3000,
        "tu " * 2000,
    ],
)
def test_any_script_is_judged_in_bounded_time(text: str) -> None:
    """No text makes a check crash, or take more than a moment."""
    shown = subject(text={"headline": text[:300], "body": text}, do_not_do=["No decir 'barato'"])
    began = time.process_time()

    found = judge_asset(shown)

    assert {each.check_id for each in found} == set(ASSET_CHECKS)
    assert time.process_time() - began < 3


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_no_text_breaks_a_check(text: str) -> None:
    """Whatever a copy holds, every check has something to say of it."""
    shown = subject(text={"headline": text, "body": text}, alt_text=text)

    assert {each.check_id for each in judge_asset(shown)} == set(ASSET_CHECKS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=4))
def test_no_sentence_breaks_the_compiler(sentences: list[str]) -> None:
    """Whatever stands in a list of prohibitions becomes at least one rule."""
    rules = compile_rules(sentences, {}, {})

    assert len(rules) >= len(sentences)


@pytest.mark.no_cover  # it takes the time of what is delivered, not of what is measured
def test_thousands_of_rules_are_compiled_and_checked_in_linear_time() -> None:
    """Rules by the thousand, also in languages nobody taught it, take moments and not minutes."""
    words = ["zx" + "".join(chr(97 + int(d)) for d in f"{number:04d}") for number in range(500)]
    many = [
        sentence
        for number, word in enumerate(words)
        for sentence in (
            f"No decir '{word}'",
            f"Ne pas mentionner la bière numéro {number}",
            f"Evitar #{number * 33_400:06x}",
            f"No mencionar a Marca{number}",
        )
    ]
    began = time.process_time()

    found = audited(png(SOUND), f"Compra la {words[77]} hoy", *many)

    assert time.process_time() - began < 10
    assert {each.evidence["term"] for each in found if each.reason_code == "FORBIDDEN_TERM"} == {
        words[77]
    }
    assert verdict_of(found) is QualityVerdict.FAIL
    crowded = audited(png(SOUND), " ".join(words), *many)
    assert any(each.reason_code == "FINDINGS_LEFT_OUT" for each in crowded)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ne pas utiliser de rouge",
        "Não mencionar cerveja",
        "Kein Rot verwenden",
        "Non parlare di politica estera",
        "赤を使わないでください",
        "Ekki nota rautt",
        "Не использовать красный",
        "Ne pas mentionner la concurrence",
    ],
)
def test_a_rule_in_a_third_language_goes_to_a_person(sentence: str) -> None:
    """A sentence that nobody understands is never taken for one that is kept."""
    kinds = {rule.kind for rule in compile_rules([sentence], {}, {})}

    assert RuleKind.UNENFORCEABLE in kinds or kinds <= {RuleKind.TOPIC, RuleKind.UNENFORCEABLE}


@pytest.mark.parametrize("topic", ["x" * 4000, "ab " * 1300, "a,b;" * 900])
def test_a_topic_that_is_too_long_to_look_for_goes_to_a_person(topic: str) -> None:
    """A tenant's essay in place of a topic does not stop the audit, nor vanish."""
    rules = rules_of(order(brief(), policy_topics=[topic]))

    assert RuleKind.UNENFORCEABLE in {rule.kind for rule in (*rules, *compile_topics([topic]))}


def test_a_copy_in_no_language_at_all_is_not_passed_as_spanish() -> None:
    """Letters that are no words are not taken for any language that was asked for."""
    found = ASSET_CHECKS["language_check"](subject(text={"body": "xq zrt wpl kkn vvb"}))

    assert found[0].result is not QualityVerdict.PASS
