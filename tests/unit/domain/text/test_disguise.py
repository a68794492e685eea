"""Finding forbidden words that are written so that a filter does not read them."""

import time

import pytest

from domain.audit.checks.copy import forbidden_term, placeholder
from domain.text.spelling import normalize
from domain.text.words import TermIndex, find
from tests.support.audit.subjects import codes, subject

DISGUISED = (
    ("cheap", "c\u0336h\u0336e\u0336a\u0336p\u0336 beans"),
    ("cheap", "che\u034fap beans"),
    ("cheap", "ch\ufe0feap beans"),
    ("cheap", "ch\u3164eap"),
    ("cheap", "ch\u0435ap beans"),
    ("cheap", "\u0441h\u0435\u0430\u0440"),
    ("cheap", "\u1d04\u029c\u1d07\u1d00\u1d18"),
    ("cheap", "\U0001f172\U0001f177\U0001f174\U0001f170\U0001f17f"),
    ("cheap", "chea\u1e55"),
    ("Starbucks", "\u0405tarbucks"),
    ("cheap", "c.h.e.a.p"),
    ("cheap", "C-h-e-a-p and cheerful"),
    ("cheap", "c_h_e_a_p"),
    ("cheap", "c-hea-p"),
    ("barato", "Café b a r a t o"),
    ("barato", "Va a b a r a t o"),
    ("barato", "b 4 r 4 t 0"),
    ("cheap", "cheaaap beans"),
    ("good", "soo goooood"),
    ("low cost", "l0w cost"),
    ("low cost", "1ow cost"),
    ("low cost", "lowcost"),
    ("lowcost", "low-cost"),
    ("Coca-Cola", "CocaCola"),
    ("McDonald's", "McDonalds"),
    ("McDonalds", "McDonald’s"),
    ("OTAN", "la o.t.a.n."),
    ("free", "FreeDelivery"),
    ("free", "\u0192ree"),
    ("❤️", "Te ❤ café"),
    ("❤", "Te ❤️ café"),
)
SUSPECTED = (
    ("cheap", "#cheapcoffee today"),
    ("Nescafé", "#nescafelovers"),
    ("barato", "un bar ato"),
    ("7 up", "7up"),
)
INNOCENT = (
    ("cheap", "The birds cheep"),
    ("cheap", "C. H. and E."),
    ("barato", "La barra, a la barra"),
    ("barato", "b a r"),
    ("dos", "3 4 5 6 7"),
    ("casa", "#ocasion"),
    ("ron", "#patrones"),
    ("anexo", "una nexo"),
    ("sinfin", "Y sin n"),
)


@pytest.mark.parametrize(("term", "text"), DISGUISED)
def test_a_disguised_word_blocks(term: str, text: str) -> None:
    """Strokes, look-alike letters, spaces, points and repetition do not hide a forbidden word."""
    shown = subject(do_not_do=[f"No decir «{term}»"], text={"body": text})

    assert codes(forbidden_term.CHECK(shown)) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]


@pytest.mark.parametrize(("term", "text"), SUSPECTED)
def test_what_may_be_a_disguise_is_read_by_a_person(term: str, text: str) -> None:
    """Letters that may be a forbidden word or parts of others neither block nor pass unseen."""
    shown = subject(do_not_do=[f"No decir «{term}»"], text={"body": text})

    assert codes(forbidden_term.CHECK(shown)) == [("WARN", "FORBIDDEN_TERM", "HIGH")]


@pytest.mark.parametrize(("term", "text"), INNOCENT)
def test_seeing_through_disguises_accuses_nobody(term: str, text: str) -> None:
    """Initials, numbers and other words are not taken for a disguise."""
    index = TermIndex([term])

    assert index.search(text) + index.suspect(text) == []


@pytest.mark.parametrize(("term", "text"), [*DISGUISED, *SUSPECTED])
def test_a_disguise_is_shown_where_it_stands(term: str, text: str) -> None:
    """The report quotes the words as the copy has them."""
    index, shown = TermIndex([term]), normalize(text)

    for match in index.search(text) + index.suspect(text):
        assert match.found == shown[match.start : match.end]
        assert match.found


def test_only_the_term_that_is_there_is_reported() -> None:
    """Of a rule with several words, the report names those that the copy has."""
    shown = subject(do_not_do=["No decir «barato» ni «chollo»"], text={"body": "b.a.r.a.t.o"})

    assert [finding.evidence["term"] for finding in forbidden_term.CHECK(shown)] == ["barato"]


def test_an_accent_can_make_another_word() -> None:
    """Where accents count, an English word is not found in a Spanish name."""
    index = TermIndex(["moron"], exact=True, accents=True)

    assert index.search("You moron")
    assert not index.search("Morón de la Frontera")
    assert not index.suspect("#visitamorón")


@pytest.mark.parametrize(
    "text",
    [
        "ch\u0435ap",
        "\u0405tarbucks",
        "caf\u03ad",
        "\u1d04\u029c\u1d07\u1d00\u1d18",
        "c\u0336h\u0336",
        "che\u034fap",
        "ch\u3164eap",
        "che\u200dap",
        "\U0001f172\U0001f177\U0001f174",
    ],
)
def test_a_disguise_is_a_fault_of_its_own(text: str) -> None:
    """Whatever the disguised word says, a person learns that something is hidden."""
    findings = placeholder.CHECK(subject(text={"body": text}))

    assert codes(findings) == [("WARN", "ENCODING_BROKEN", "HIGH")]


@pytest.mark.parametrize(
    "text",
    [
        "5 μg y 10 kΩ",
        "Rayos β y α",
        "Кофе и чай",
        "Καφές",
        "Familia 👨‍👩‍👧‍👦",
        "Łódź, Søren",
        "Te quiero ❤️",
        "Grupo 🅰 o 🅱",
        "Ins\u00adtitución",
    ],
)
def test_letters_in_their_place_are_no_disguise(text: str) -> None:
    """Units, other alphabets and emoji are what they look like."""
    assert codes(placeholder.CHECK(subject(text={"body": text}))) == [("PASS", None, "CRITICAL")]


@pytest.mark.no_cover  # it takes the time of what is delivered, not of what is measured
@pytest.mark.parametrize(
    "piece", ["a", "a ", "a-", "aaa ", "1", "4b", "#ab", "c.", "\u0430b ", "é"]
)
def test_the_time_of_a_search_grows_with_the_text(piece: str) -> None:
    """No text makes the search slower than its length explains."""

    def fastest(length: int) -> float:
        text = piece * (length // len(piece))
        times: list[float] = []
        for number in range(3):
            began = time.thread_time()
            find(["barato", "low cost"], f"{text}{number}")
            times.append(time.thread_time() - began)
        return min(times)

    # Sixteen times the text takes sixteen times as long; were it quadratic, 256 times.
    assert fastest(4_000) < 100 * max(fastest(250), 0.001)
