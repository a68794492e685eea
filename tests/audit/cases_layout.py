"""Labelled layouts and campaigns: how text lies on a creative, and what belongs together.

Longer than 250 lines because it is a table: cases of one kind are read beside each other.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

from contracts import Box, BrandKit, CompiledRule, RuleKind, StrategyBrief
from contracts.terms import AuditTerms, EarlierCreative
from domain.audit.campaign_subject import CampaignSubject
from domain.audit.context import AuditContext
from domain.audit.picture.difference_hash import difference_hash
from domain.audit.rules.compiler import compile_rules
from domain.audit.ruleset import load_ruleset
from domain.audit.subject import Subject
from domain.platforms import placement_of
from domain.signing import digest
from tests.audit.case import Case, built, shown, whole
from tests.audit.pictures import bare, button, drawing
from tests.support.audit.subjects import COPY, SMALL_FEED, Creative, png, subject
from tests.support.builders import CAMPAIGN

_SAFE: Final = replace(SMALL_FEED, safe_top=0.14, safe_bottom=0.35, safe_side=0.06)
_TODAY: Final = date(2026, 11, 23)
_MESSAGE: Final = "La cosecha nueva ya está en la tienda"


def _declared(**what: Any) -> Creative:
    return Creative(declared=what)


def _box(left: int, top: int, right: int, bottom: int) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom)


def _two_blocks(second: Box, first: Box | None = None) -> Subject:
    """Return a subject whose manifest declares a second block."""
    seen = subject()
    assert seen.layout is not None
    block = seen.layout.manifest.blocks[0]
    moved = block if first is None else block.model_copy(update={"box": first})
    other = block.model_copy(update={"role": "description", "box": second})
    manifest = seen.layout.manifest.model_copy(update={"blocks": [moved, other]})
    return replace(seen, layout=replace(seen.layout, manifest=manifest))


LAYOUT_CASES: Final[list[Case]] = [
    *(
        shown("text_size_check", f"{px} px", "TEXT_TOO_SMALL", creative=Creative(px=px))
        for px in (7, 9, 10)
    ),
    shown(
        "text_size_check",
        "said to be large",
        "TEXT_TOO_SMALL",
        creative=Creative(px=8, declared={"px": 30}),
    ),
    *(shown("text_size_check", f"{px} px", None, creative=Creative(px=px)) for px in (13, 16, 24)),
    shown(
        "text_coverage_check",
        "large",
        "TEXT_OVERLAY_HEAVY",
        creative=Creative(px=64, text="La cos\necha\nnueva"),
    ),
    shown(
        "text_coverage_check",
        "half of it",
        "TEXT_OVERLAY_HEAVY",
        creative=Creative(px=60, text="La co\nsecha\nya es"),
    ),
    shown(
        "text_coverage_check",
        "many lines",
        "TEXT_OVERLAY_HEAVY",
        creative=Creative(px=26, text="\n".join(["La cosecha nueva"] * 5)),
    ),
    *(
        shown("text_coverage_check", f"{px} px", None, creative=Creative(px=px))
        for px in (14, 20, 30)
    ),
    *(
        shown("safe_zone_check", name, "TEXT_IN_UNSAFE_ZONE", creative=made, placement=place)
        for name, made, place in (
            ("top", Creative(), replace(SMALL_FEED, safe_top=0.2)),
            ("bottom", Creative(), replace(SMALL_FEED, safe_bottom=0.83)),
            ("side", Creative(), replace(SMALL_FEED, safe_side=0.15)),
            ("button", button("#1F4E79", "#ffffff"), _SAFE),
        )
    ),
    shown("safe_zone_check", "clear", None, placement=_SAFE),
    shown("safe_zone_check", "no zones", None),
    shown(
        "safe_zone_check",
        "button above",
        None,
        creative=button("#1F4E79", "#ffffff", (20, 90, 140, 130)),
        placement=_SAFE,
    ),
    *(
        shown("glyph_coverage_check", text, "GLYPH_MISSING", creative=_declared(text=text))
        for text in ("Café ☕", "東京", "Café ➜ ya")
    ),
    *(
        shown("glyph_coverage_check", text, None, creative=_declared(text=text))
        for text in ("¿Café? ¡Ñandú!", "Über façade œuvre", "12,50 €")
    ),
    shown(
        "glyph_coverage_check",
        "unknown font",
        "NOT_EVALUATED",
        creative=_declared(font="Helvetica"),
    ),
    shown("text_fit_check", "overflow", "TEXT_CLIPPED", creative=_declared(overflow=3)),
    shown(
        "text_fit_check",
        "beyond the edge",
        "TEXT_OUT_OF_CANVAS",
        creative=_declared(box=_box(20, 40, 300, 70)),
    ),
    shown("text_fit_check", "ink at the edge", "TEXT_OUT_OF_CANVAS", creative=Creative(px=60)),
    built(
        "text_fit_check",
        "one over the other",
        "TEXT_OVERLAP",
        lambda: _two_blocks(_box(30, 45, 110, 60)),
    ),
    shown(
        "text_fit_check",
        "wider than its button",
        "TEXT_CLIPPED",
        creative=replace(
            button("#1F4E79", "#ffffff", (20, 40, 80, 70)),
            declared={"role": "call_to_action", "fill": "#111111"},
        ),
    ),
    shown("text_fit_check", "alone", None),
    shown("text_fit_check", "small", None, creative=Creative(px=12)),
    built("text_fit_check", "side by side", None, lambda: _two_blocks(_box(20, 120, 110, 140))),
    shown(
        "image_text_match_check",
        "other words",
        "IMAGE_TEXT_DIFFERS",
        creative=_declared(text="Otra cosa"),
    ),
    shown(
        "image_text_match_check",
        "a word of its own",
        "IMAGE_TEXT_DIFFERS",
        creative=Creative(text="Gratis", declared={"role": "sticker"}),
    ),
    shown(
        "image_text_match_check",
        "another brand",
        "IMAGE_TEXT_DIFFERS",
        creative=Creative(text="Otra marca", declared={"role": "brand"}),
    ),
    shown(
        "image_text_match_check",
        "ink of other words",
        "IMAGE_TEXT_DIFFERS",
        creative=Creative(text="Ya", declared={"text": COPY["headline"]}),
    ),
    shown(
        "image_text_match_check",
        "a shape nobody declares",
        "IMAGE_TEXT_DIFFERS",
        creative=replace(button("#1F4E79", "#ffffff"), fills=[]),
    ),
    built("image_text_match_check", "no layout", "NOT_EVALUATED", lambda: bare(png(drawing(2)))),
    shown("image_text_match_check", "the same words", None),
    shown(
        "image_text_match_check",
        "the brand",
        None,
        creative=Creative(text="Tostadores del Sur", declared={"role": "brand"}),
    ),
    shown(
        "image_text_match_check", "broken into lines", None, creative=Creative(text="La\ncosecha")
    ),
]


def _campaign(
    *pictures: int,
    rules: Sequence[CompiledRule] = (),
    terms: AuditTerms | None = None,
    brief: dict[str, Any] | None = None,
    channels: Sequence[str] | None = None,
    message: str | None = None,
    **changes: Any,
) -> CampaignSubject:
    """Return a campaign of random drawings, one per seed."""
    seen = [bare(png(drawing(seed))) for seed in pictures or (1,)]
    names = channels or ["instagram"] * len(seen)
    assets = [
        each.asset.model_copy(update={"channel": name})
        for each, name in zip(seen, names, strict=True)
    ]
    values: dict[str, Any] = {
        "brief_id": CAMPAIGN,
        "target_audience": "vecinos",
        "core_message": _MESSAGE,
        "channels": ["instagram"],
        "budget_allocation": {"instagram": 100.0},
    }
    written = StrategyBrief(**(values | (brief or {})))
    context = AuditContext(
        rules=tuple(rules),
        ruleset=load_ruleset(),
        brand=BrandKit(name="Tostadores del Sur"),
        core_message=message,
        terms=terms or AuditTerms(),
    )
    known: dict[str, Any] = {
        "context": context,
        "assets": assets,
        "placements": [placement_of("instagram", "feed")],
        "today": _TODAY,
        "difference_hashes": [difference_hash(each.picture) for each in seen],
        "brief": written,
        "brief_sha256": digest(written),
        "budget_total": 100.0,
    }
    return CampaignSubject(**(known | changes))


def _earlier(seed: int) -> AuditTerms:
    dhash = difference_hash(bare(png(drawing(seed))).picture) or ""
    return AuditTerms(earlier_creatives=[EarlierCreative(sha256="0" * 64, dhash=dhash)])


def _rules(*sentences: str, **more: Any) -> list[CompiledRule]:
    return compile_rules(sentences, more.get("tone", {}), more.get("limits", {}))


_COVERAGE: Final[list[tuple[str, str | None, list[CompiledRule]]]] = [
    ("a feeling", "RULE_NOT_ENFORCEABLE", _rules("No parecer desesperados")),
    ("in French", "RULE_NOT_ENFORCEABLE", _rules("Ne pas mentionner la bière")),
    ("in Portuguese", "RULE_NOT_ENFORCEABLE", _rules("Não mencionar cerveja")),
    ("in German", "RULE_NOT_ENFORCEABLE", _rules("Kein Rot verwenden")),
    ("an exception", "RULE_NOT_ENFORCEABLE", _rules("No usar rojo salvo en el logo")),
    ("half understood", "RULE_NOT_ENFORCEABLE", _rules("No usar rojo ni parecer desesperados")),
    ("a tone", "TONE_NOT_ENFORCEABLE", _rules(tone={"voice": "playful"})),
    ("a limit", "CONSTRAINT_UNKNOWN", _rules(limits={"instagram.feed.music": 3})),
    ("elsewhere", "CONSTRAINT_UNKNOWN", _rules(limits={"instagram.story.headline": 30})),
    ("two voices", "RULES_CONTRADICT", _rules(tone={"voice": "formal", "tono": "cercano"})),
    (
        "two limits",
        "RULES_CONTRADICT",
        _rules(limits={"instagram.feed.headline": 30, "instagram": {"feed": {"headline": 40}}}),
    ),
    ("no tú, yet informal", "RULES_CONTRADICT", _rules("No tutear", tone={"voice": "familiar"})),
    ("the brand's colour", "RULES_CONTRADICT", _rules("No usar azul")),
    ("the message's word", "RULES_CONTRADICT", _rules("No decir 'cosecha'")),
    ("colours and topics", None, _rules("No usar rojo ni naranja", "No mencionar política")),
    ("in English", None, _rules("Do not use red", "Never mention gambling")),
    ("terms and features", None, _rules("No decir 'barato'", "No usar emojis")),
    (
        "tones and limits",
        None,
        _rules(
            tone={"voice": "formal", "style": "minimal"}, limits={"instagram.feed.headline": 30}
        ),
    ),
    ("none", None, []),
]

CAMPAIGN_CASES: Final[list[Case]] = [
    *(
        whole(
            "rule_coverage_check",
            name,
            code,
            partial(_campaign, rules=rules, message=_MESSAGE),
        )
        for name, code, rules in _COVERAGE
    ),
    whole(
        "rule_coverage_check",
        "a value nobody knows",
        "RULE_NOT_ENFORCEABLE",
        lambda: _campaign(
            rules=[
                CompiledRule(source="do_not_do", text="x", kind=RuleKind.TOPIC, values=["unicorns"])
            ]
        ),
    ),
    *(
        whole("campaign_consistency_check", name, code, partial(_campaign, **changes))
        for name, code, changes in (
            ("another brief", "ARTIFACT_HASH_MISMATCH", {"brief_sha256": "0" * 64}),
            (
                "a channel without a creative",
                "CHANNEL_WITHOUT_CREATIVE",
                {"brief": {"channels": ["instagram", "x"]}},
            ),
            ("a creative without a channel", "BUDGET_CHANNEL_UNKNOWN", {"channels": ["x"]}),
            ("more than there is", "BUDGET_SUM_MISMATCH", {"budget_total": 90.0}),
            ("less than there is", "BUDGET_SUM_MISMATCH", {"budget_total": 200.0}),
            ("old limits", "SPEC_STALE", {"today": date(2027, 11, 1)}),
            ("a development key", "UNTRUSTED_DEV_KEY", {"is_development_key": True}),
            ("sound", None, {}),
            ("rounded to cents", None, {"budget_total": 100.005}),
            ("no total known", None, {"budget_total": None}),
            ("half a year old", None, {"today": date(2027, 5, 20)}),
        )
    ),
    whole(
        "duplicate_creative_check",
        "twice in one channel",
        "NEAR_DUPLICATE_CREATIVE",
        lambda: _campaign(5, 5),
    ),
    whole(
        "duplicate_creative_check",
        "seen last year",
        "NEAR_DUPLICATE_CREATIVE",
        lambda: _campaign(6, terms=_earlier(6)),
    ),
    whole(
        "duplicate_creative_check",
        "three times",
        "NEAR_DUPLICATE_CREATIVE",
        lambda: _campaign(7, 8, 7),
    ),
    whole(
        "duplicate_creative_check",
        "two channels",
        None,
        lambda: _campaign(5, 5, channels=["instagram", "x"]),
    ),
    whole("duplicate_creative_check", "another picture", None, lambda: _campaign(5, 6)),
    whole(
        "duplicate_creative_check",
        "other than last year",
        None,
        lambda: _campaign(6, terms=_earlier(9)),
    ),
]
