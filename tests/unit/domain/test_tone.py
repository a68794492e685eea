"""A tone is understood alike by who writes the copy and who audits it."""

import pytest

from contracts import CompiledRule, RuleKind
from domain.audit.catalogue import ASSET_CHECKS
from domain.audit.rules.compiler import compile_rules
from domain.platforms import placement_of
from domain.tone import Style, Tone, Voice, asked_for, tone_of
from tests.support.audit.subjects import subject
from tests.support.campaigns.content_orders import PLACEMENTS, copy_of

VOICES = {
    Voice.FORMAL: ("formal", "Usted", " FORMAL "),
    Voice.INFORMAL: (
        *("familiar", "informal", "cercana", "Cercano", "close"),
        *("casual", "friendly", "tú", "tuteo", "ｆamiliar"),
    ),
}
STYLES = {Style.MINIMAL: ("minimal", "minimalist", "Minimalista")}
ASKED = [
    *(
        (name, word, voice)
        for name in ("voice", "Voz", "tone", "tono")
        for voice, words in VOICES.items()
        for word in words
    ),
    *(
        (name, word, style)
        for name in ("style", "estilo")
        for style, words in STYLES.items()
        for word in words
    ),
]


def compiled(name: str, value: str) -> CompiledRule:
    """Return the rule that an entry of `tone_guard` becomes."""
    (rule,) = compile_rules([], {name: value}, {})
    return rule


@pytest.mark.parametrize(("name", "value", "meant"), ASKED)
def test_every_word_for_a_tone_is_written_and_audited(
    name: str, value: str, meant: Voice | Style
) -> None:
    """No word is understood by the writer alone, or by the auditor alone."""
    tone, rule = tone_of({name: value}), compiled(name, value)

    assert meant in {tone.voice, tone.style}
    assert rule.kind is RuleKind.TONE
    assert asked_for(rule.values) is meant


@pytest.mark.parametrize(
    ("name", "value"),
    [("voice", "playful"), ("voice", "minimal"), ("style", "formal"), ("mood", "formal"), ("", "")],
)
def test_a_tone_that_nobody_measures_is_not_pretended(name: str, value: str) -> None:
    """What is not understood is written as any copy, and left to a person."""
    assert tone_of({name: value}) == Tone()
    assert compiled(name, value).kind is RuleKind.UNENFORCEABLE


@pytest.mark.parametrize("values", [[], ["voice"], ["voice", "neutral"], ["voice", "formal", "x"]])
def test_a_rule_of_another_compiler_asks_for_what_is_known_or_for_nothing(
    values: list[str],
) -> None:
    """Nonsense in a brief's own rules measures nothing."""
    assert asked_for(values) is None


def test_of_two_voices_the_first_is_written() -> None:
    """Copy does not mix two voices; that they contradict each other is the auditor's to say."""
    assert tone_of({"tono": "cercano", "voice": "formal", "style": "x"}).voice is Voice.INFORMAL
    assert tone_of({"voice": "formal", "tono": "cercano", "estilo": "minimal"}) == Tone(
        Voice.FORMAL, Style.MINIMAL
    )


@pytest.mark.parametrize(
    "tone",
    [{"tono": "formal"}, {"style": "minimalist"}, {"voz": "usted", "estilo": "minimalista"}],
    ids=str,
)
@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_what_our_own_copywriter_writes_has_the_tone_that_it_is_held_to(
    channel: str, placement: str, tone: dict[str, str]
) -> None:
    """No campaign waits for a person because of words that we chose ourselves."""
    message = "¡La cosecha nueva está en la tienda! ☕ Cada tueste se hace a mano, el mismo día."
    shown = subject(
        placement=placement_of(channel, placement),
        text=copy_of(channel, placement, tone_guard=tone, core_message=message),
        tone_guard=tone,
        fetched={"manifest": None},
    )

    found = [
        *ASSET_CHECKS["tone_voice_check"](shown),
        *ASSET_CHECKS["tone_style_check"](shown),
    ]

    assert [(each.reason_code, each.evidence) for each in found if each.reason_code] == []
