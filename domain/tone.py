"""What `tone_guard` means: one table for who writes the copy and who audits it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.platforms import FieldLimit
from domain.text.spelling import comparable
from domain.text.traits import (
    capitals_in,
    casual_forms_in,
    emoji_in,
    exclamations_in,
    formal_forms_in,
)
from domain.text.tuteo import perhaps_tuteo_in, tuteo_in

Search = Callable[[str], list[str]]
_SENTENCE: Final = re.compile(r"[^.!?…\n]*\w[^.!?…\n]*")


class Guard(StrEnum):
    """What a tone is set for."""

    VOICE = "voice"
    STYLE = "style"


class Voice(StrEnum):
    """How readers are addressed."""

    FORMAL = "formal"
    """Usted."""
    NEUTRAL = "neutral"
    """Readers are not addressed; nobody asks for it by name."""
    INFORMAL = "informal"
    """Tú."""


class Style(StrEnum):
    """How much is said."""

    PLAIN = "plain"
    """As much as there is room for; nobody asks for it by name."""
    MINIMAL = "minimal"
    """Little, and without ornament."""


@dataclass(frozen=True)
class ToneRule:
    """What a voice or a style does without, by the trait's name."""

    avoids: Mapping[str, Search] = field(default_factory=dict[str, Search])
    perhaps: tuple[Search, ...] = ()
    """Finds what it may have to do without, or need not."""


TONE_RULES: Final[Mapping[Voice | Style, ToneRule]] = {
    Voice.FORMAL: ToneRule(
        avoids={
            "tuteo": tuteo_in,
            "casual": casual_forms_in,
            "emoji": emoji_in,
            "exclamation": exclamations_in,
            "caps": capitals_in,
        },
        perhaps=(perhaps_tuteo_in,),
    ),
    Voice.NEUTRAL: ToneRule(),
    Voice.INFORMAL: ToneRule(avoids={"formal": formal_forms_in}),
    Style.PLAIN: ToneRule(),
    Style.MINIMAL: ToneRule(avoids={"emoji": emoji_in}),
}

_GUARDS: Final[Mapping[str, Guard]] = {
    **dict.fromkeys(("voice", "voz", "tone", "tono"), Guard.VOICE),
    **dict.fromkeys(("style", "estilo"), Guard.STYLE),
}
_MEANINGS: Final[Mapping[Guard, Mapping[str, Voice | Style]]] = {
    Guard.VOICE: {
        **dict.fromkeys(("formal", "usted"), Voice.FORMAL),
        **dict.fromkeys(
            [
                "familiar",
                "informal",
                "cercana",
                "cercano",
                "close",
                "casual",
                "friendly",
                "tu",
                "tuteo",
            ],
            Voice.INFORMAL,
        ),
    },
    Guard.STYLE: dict.fromkeys(("minimal", "minimalist", "minimalista"), Style.MINIMAL),
}
"""What guards and their values are called, without case and accents."""
_BY_VALUES: Final[Mapping[tuple[str, ...], Voice | Style]] = {
    (guard, meant): meant for guard, words in _MEANINGS.items() for meant in words.values()
}


@dataclass(frozen=True)
class Tone:
    """What a brief asks for, as far as it is understood."""

    voice: Voice = Voice.NEUTRAL
    style: Style = Style.PLAIN

    @property
    def avoids(self) -> frozenset[str]:
        """The names of the traits that neither voice nor style has."""
        return frozenset({*TONE_RULES[self.voice].avoids, *TONE_RULES[self.style].avoids})


def meaning_of(name: str, value: str) -> tuple[Guard, Voice | Style] | None:
    """Return what one entry of `tone_guard` asks for, or `None` when it is not understood."""
    guard = _GUARDS.get(comparable(name).strip())
    meant = None if guard is None else _MEANINGS[guard].get(comparable(value).strip())
    return None if guard is None or meant is None else (guard, meant)


def tone_of(tone_guard: Mapping[str, str]) -> Tone:
    """Return what a brief asks for; of two entries that contradict each other the first counts."""
    meant = [each for entry in tone_guard.items() if (each := meaning_of(*entry)) is not None]
    voices = [voice for _, voice in meant if isinstance(voice, Voice)]
    styles = [style for _, style in meant if isinstance(style, Style)]
    return Tone(next(iter(voices), Voice.NEUTRAL), next(iter(styles), Style.PLAIN))


def asked_for(values: Sequence[str]) -> Voice | Style | None:
    """Return the voice or style that a compiled rule asks for, or `None` when there is none."""
    return _BY_VALUES.get(tuple(values))


def longest_minimal(limit: FieldLimit, share: float) -> int | None:
    """Return how long minimal copy is in a field at most; `None` where it may be as any copy.

    Args:
        limit: The field's own; what a platform refuses beyond a length is short enough.
        share: The part of a soft limit that minimal copy uses.
    """
    return None if limit.is_hard else int(limit.max * share)


def sentences_in(text: str) -> int:
    """Return how many sentences a text has."""
    return len(_SENTENCE.findall(text))
