"""Numbers that are somebody's, and numbers that are not."""

from dataclasses import replace

import pytest

from domain.audit.checks.copy.pii import CHECK
from domain.text.personal_data import personal_data_in
from tests.support.audit.subjects import codes, subject


@pytest.mark.parametrize(
    "body",
    [
        "Llámenos al 600 123 456",
        "Tel. 912 345 678",
        "Tel. 91 234 56 78",
        "Atención al cliente: 900 123 456",
        "Escriba al 600.123.456",
        "Desde fuera: 34 600 123 456",
        "+34 600 123 456",
        "600123456",
        "SKU 600123456",
    ],
)
def test_a_spanish_telephone_is_one_in_any_groups(body: str) -> None:
    """Nine digits in groups of three are a telephone, and no thousands."""
    assert [kind for kind, _ in personal_data_in(body)] == ["phone"]


@pytest.mark.parametrize(
    "body",
    [
        "ISBN 978-84-376-0494-7",
        "ISBN: 84-376-0494-X",
        "ISBN-13 9788437604947",
        "EAN 8412345678905",
        "GTIN-8: 9638 5074",
        "9788437604947",
        "978 84 376 0494 7",
        "12.345.678 euros",
        "1.000.000 de usuarios",
        "650 123 456 personas",
        "600.123.456 de descargas",
        "600 000 000",
        "Temporadas 2019 2020 2021",
        "1.234.567.890",
    ],
)
def test_books_and_quantities_are_no_telephones(body: str) -> None:
    """A book's number, a crowd and a row of years are nobody's."""
    assert list(personal_data_in(body)) == []


def test_a_number_that_is_almost_a_books_is_looked_at() -> None:
    """Thirteen digits with a wrong check digit may be anything."""
    assert [kind for kind, _ in personal_data_in("978 84 376 0494 8")] == ["phone"]


def test_a_tenant_allows_its_own_number_once_for_all_campaigns() -> None:
    """The tenant's public telephone and address stand in its policy, not in every request."""
    body = {"body": "Llámenos al 600 123 456 o escriba a hola@tostadores.example"}
    shown = subject(text=body)
    context = replace(shown.context, policy_contacts=("+34 600 123 456", "Hola@tostadores.example"))

    assert [code for _, code, _ in codes(CHECK(shown))] == ["PII_IN_COPY"] * 2
    assert codes(CHECK(replace(shown, context=context))) == [("PASS", None, "HIGH")]


_OWN = "Llama al 600 123 456"


def test_a_number_that_stands_everywhere_is_found_once_with_its_fields() -> None:
    """One telephone is one question, in however many fields of a creative it stands."""
    texts = {"headline": "600 123 456", "body": "Llama al 600 123 456, 600 123 456"}

    (finding,) = CHECK(subject(text=texts))

    assert finding.evidence["fields"] == ["headline", "body"]


def test_the_requests_own_number_is_asked_about_once_with_the_line_that_allows_it() -> None:
    """An operator reads what to write into the policy, beside what stands there already."""
    known = {"call_to_action": _OWN, "policy_contacts": ("hola@tostadores.example",)}
    (finding,) = CHECK(subject(text={"body": _OWN}, context=known))

    assert codes([finding]) == [("WARN", "PII_IN_COPY", "HIGH")]
    assert finding.evidence["policy_line"] == (
        'contacts = ["hola@tostadores.example", "600 123 456"]'
    )


def test_the_line_that_a_question_names_settles_it() -> None:
    """Once the policy has the number, the same campaign passes."""
    known = {"call_to_action": _OWN, "policy_contacts": ("600 123 456",)}

    assert codes(CHECK(subject(text={"body": _OWN}, context=known))) == [("PASS", None, "HIGH")]


def test_a_strangers_number_is_no_contact_of_the_sender() -> None:
    """What the request does not give may be anybody's, and a card in it is nobody's contact."""
    (stranger,) = CHECK(subject(text={"body": "Llama al 600 999 999"}))
    card = "4539 1488 0343 6467"
    (number,) = CHECK(subject(text={"body": card}, context={"call_to_action": card}))

    assert codes([stranger, number]) == [("FAIL", "PII_IN_COPY", "HIGH")] * 2
    assert "policy_line" not in {**stranger.evidence, **number.evidence}
