"""Copy in another language than the campaign's, and short copy that only looks like it."""

import pytest

from contracts import Language
from domain.audit.checks.copy.language import CHECK
from tests.support.audit.subjects import codes, subject

_REVIEWED = ("FAIL", "LANGUAGE_MISMATCH", "HIGH")
_SAID = ("WARN", "LANGUAGE_UNCERTAIN", "MEDIUM")
_FINE = ("PASS", None, "HIGH")
_BODY = {
    "en": "Come and see us on any morning of the week.",
    "es": "Ven a vernos cualquier mañana de la semana.",
}


@pytest.mark.parametrize(
    ("language", "headline", "expected"),
    [
        ("en", "Small check-ups now, fewer surprises later", _FINE),
        ("en", "Fewer surprises later", _FINE),
        ("en", "Bigger houses, lower prices", _FINE),
        ("en", "Fresh bread, warm smiles", _FINE),
        ("en", "Gorgeous canapés delivered", _SAID),
        ("en", "Casas nuevas baratas", _SAID),
        ("en", "Menos sorpresas para tu familia", _REVIEWED),
        ("en", "Sesión informativa próxima", _SAID),
        ("en", "Order a jar", _FINE),
        ("en", "Brightfold Solar: home solar panels", _FINE),
        ("es", "Comer, beber, volver", _FINE),
        ("es", "Casas nuevas baratas", _FINE),
        ("es", "Check-ups matter. Think teeth", _SAID),
        ("es", "Fewer surprises for your family", _REVIEWED),
    ],
)
def test_only_words_of_another_language_are_another_language(
    language: str, headline: str, expected: tuple[str, str | None, str]
) -> None:
    """Spelling alone never makes a person read plain copy; a language's own words do."""
    text = {"headline": headline, "body": _BODY[language]}

    findings = CHECK(subject(text=text, context={"language": Language(language)}))

    assert codes(findings)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Vienes? ¡Ven pronto, vecina!", _REVIEWED),
        ("xn xl xn", _SAID),
    ],
)
def test_copy_of_no_telling_word_is_said(text: str, expected: tuple[str, str | None, str]) -> None:
    """What is of no language that Phoenix knows is said, and marks of Spanish are Spanish."""
    findings = CHECK(subject(text={"headline": text}, context={"language": Language.ENGLISH}))

    assert codes(findings)[0] == expected


@pytest.mark.parametrize(
    ("product", "headline", "expected"),
    [
        ("Pass Plus course", "Steady Miles: Pass Plus course", _FINE),
        ("A Christmas Carol", "A Christmas carol", _FINE),
        ("Menos sorpresas para tu familia", "Menos sorpresas para tu familia", _FINE),
        ("Pass Plus course", "Pass Plus course, menos sorpresas para tu familia", _REVIEWED),
        ("Pass Plus course", "Menos sorpresas para tu familia", _REVIEWED),
        ("dental check", "Dental check, menos sorpresas para tu familia", _REVIEWED),
        (None, "Pass Plus course", _REVIEWED),
    ],
)
def test_a_product_is_a_name_and_of_no_language(
    product: str | None, headline: str, expected: tuple[str, str | None, str]
) -> None:
    """No sender is asked about the name of what it sells, and only of the words around it."""
    text = {"headline": headline, "body": _BODY["en"]}
    context = {"language": Language.ENGLISH, "product": product}

    assert codes(CHECK(subject(text=text, context=context)))[0] == expected


@pytest.mark.parametrize(
    ("rule", "text", "result"),
    [
        ("No escribir en inglés", "Come and see what we have made for you", "FAIL"),
        ("No escribir en inglés", "Ven a ver lo que hemos hecho para ti", "PASS"),
        ("English only", "Ven a ver lo que hemos hecho para ti", "FAIL"),
        ("English only", "Come and see what we have made for you", "PASS"),
        ("Only Spanish", "Venez voir ce que nous avons fait pour vous dans la maison", "FAIL"),
        # Names and loans of another language are no text in it.
        ("No escribir en inglés", "Nuestro brunch en el Soho, los domingos", "PASS"),
    ],
)
def test_a_language_that_a_rule_forbids_blocks(rule: str, text: str, result: str) -> None:
    """It does so whatever the campaign's own language is, even where nobody said which it is."""
    shown = subject(do_not_do=[rule], text={"body": text}, context={"language": None})

    (finding,) = CHECK(shown)

    assert codes([finding])[0][0] == result
    assert (finding.reason_code == "LANGUAGE_FORBIDDEN") is (result == "FAIL")
