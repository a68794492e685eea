"""Whatever a team writes, in any order: nothing passes unseen, and no wish becomes a ban."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.text.lexicon import load_lexicon
from tests.support.audit.compiled_rules import NOBODY_CAN_JUDGE, compiled

_MADE_UP = "zurriquete"
_UNDERSTOOD = [
    "No usar rojo",
    "No usar colores rojos ni naranjas",
    "No usar emojis ni hashtags",
    "No mencionar política",
    "No usar fondos negros",
    "Evitar #FF0000",
    "Do not use red or blue",
    "Never mention gambling",
    "Nunca decir «barato»",
    "Queda prohibido usar emojis",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_UNDERSTOOD), st.integers(min_value=0, max_value=6))
def test_a_word_that_nobody_knows_is_seen_by_a_person(sentence: str, place: int) -> None:
    """Wherever a strange word stands in a rule, the rule is not passed off as enforced."""
    words = sentence.split()
    words.insert(place, _MADE_UP)

    assert "unenforceable" in {kind for kind, _ in compiled(" ".join(words))}


_PIECES = (
    *("no", "nunca", "evitar", "sin", "ni", "y", ",", ".", "usar", "mencionar", "mostrar"),
    *("never", "avoid", "without", "and", "or", "use", "say", "the", "la", "de", "fondos", "texto"),
    *(
        "rojo",
        "azul",
        "red",
        "blue",
        "emojis",
        "hashtags",
        "precios",
        "Nike",
        "política",
        "famosos",
    ),
    *("imágenes", "más", "3", "ocultar", "que", "clientes", "«barato»", "#ff0000"),
)
_ENFORCED_BY = {
    "rojo": "red",
    "azul": "blue",
    "red": "red",
    "blue": "blue",
    "Nike": "Nike",
    "política": "politics",
    "«barato»": "barato",
    "#ff0000": "#ff0000",
    **{word: load_lexicon().features[word] for word in ("emojis", "hashtags", "precios")},
}
_NEVER_ENFORCED = {"famosos", "más", "3", "ocultar"}


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=7))
def test_every_word_is_accounted_for_or_a_person_is_asked(pieces: list[str]) -> None:
    """A rule that asks nobody has every word of meaning in what is looked for."""
    rules = compiled(" ".join(pieces))
    if "unenforceable" in {kind for kind, _ in rules}:
        return

    looked_for = {value for _, values in rules for value in values}
    named = {_ENFORCED_BY[piece] for piece in pieces if piece in _ENFORCED_BY}

    assert all(any(name in value for value in looked_for) for name in named)
    assert not _NEVER_ENFORCED & set(pieces)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([*_UNDERSTOOD, "Sin emojis", "No white text", "No mencionar famosos"]),
    st.sampled_from([", ", ". ", "; ", " y ", " and ", ": ", ", pero ", "\n"]),
    st.sampled_from(
        ["usar morado", "use purple", "utilizad «morado»", "mejor morado", "sí morado"]
    ),
)
def test_no_wish_after_a_ban_becomes_one(ban: str, joint: str, wish: str) -> None:
    """Whatever is asked for after a ban is never looked for as if it were banned."""
    rules = compiled(f"{ban}{joint}{wish}")

    assert not {"purple", "morado"} & {value for _, values in rules for value in values}
    assert "unenforceable" in {kind for kind, _ in rules}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        ["No usar", "Evitar", "Prohibido usar", "Never use", "Avoid", "Nothing", "Nada"]
    ),
    st.sampled_from(["", "textos ", "copy ", "imágenes ", "el precio ", "rojo, ", "red or "]),
    st.sampled_from(["sin", "without", "libre de", "free of"]),
    st.sampled_from(["emojis", "hashtags", "verde", "green"]),
)
def test_nothing_is_forbidden_for_lacking(opening: str, what: str, lack: str, thing: str) -> None:
    """What must not be without something is never blocked for having it."""
    assert compiled(f"{opening} {what}{lack} {thing}") == [NOBODY_CAN_JUDGE]
