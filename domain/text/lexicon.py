"""The words by which rules are understood and topics are found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from domain.package_data import data_beside


@dataclass(frozen=True)
class Topic:
    """A subject that a brief may prohibit."""

    names: tuple[str, ...]
    """How a rule names it."""
    words: tuple[str, ...]
    """What gives it away."""
    hints: tuple[str, ...]
    """What may mean it, or something else."""
    exceptions: tuple[str, ...]
    """Phrases in which neither counts."""
    parts: tuple[str, ...]
    """How something is named that belongs to it, and is not all of it."""
    alone: tuple[str, ...] = ()
    """Names that mean it only where nothing stands beside them: the weather, and delivery times."""
    is_partial: bool = False
    """Whether copy can speak of it in more words than a list has: a person is asked as well."""


@dataclass(frozen=True)
class Lexicon:
    """The word lists of one release."""

    spanish_colors: Mapping[str, list[str]]
    english_colors: Mapping[str, list[str]]
    color_things: frozenset[str]
    """Words that name a thing first."""
    color_names: frozenset[str]
    """Words that are often part of a name."""
    topics: Mapping[str, Topic]
    features: Mapping[str, str]
    tone: Mapping[str, frozenset[str]]
    empty: frozenset[str]
    """Words of a rule that carry no meaning of their own."""
    nouns: frozenset[str]
    """Those of them that name a thing."""
    verbs: frozenset[str]
    """Words of a rule that begin something new."""
    occasions: frozenset[str]
    """Names that are nothing but words to say, without case and accents."""


@cache
def load_lexicon() -> Lexicon:
    """Return the word lists that ship with this release."""
    raw, topics = (data_beside(__name__, name) for name in ("lexicon.toml", "topics.toml"))
    return Lexicon(
        spanish_colors=raw["colors"]["es"],
        english_colors=raw["colors"]["en"],
        color_things=frozenset(raw["colors"]["things"]),
        color_names=frozenset(raw["colors"]["names"]),
        topics={
            name: Topic(
                is_partial=entry.pop("partial", False),
                **{kind: tuple(words) for kind, words in entry.items()},
            )
            for name, entry in topics.items()
        },
        features=raw["features"],
        tone={name: frozenset(words) for name, words in raw["tone"].items()},
        empty=frozenset(
            word for group in ("verbs", "nouns", "empty") for word in raw["sentence"][group]
        ),
        nouns=frozenset(raw["sentence"]["nouns"]),
        verbs=frozenset(raw["sentence"]["verbs"]),
        occasions=frozenset(raw["sentence"]["occasions"]),
    )
