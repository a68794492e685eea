"""A number of an export is read where it can be only one, and questioned where it can be two."""

from decimal import Decimal

import pytest

from domain.reading.numbers import count_of, number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        (" 1234 ", "1234"),
        ("1234.5", "1234.5"),
        ("12,50", "12.50"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("1 234", "1234"),
        ("1\u202f234,5", "1234.5"),
        ("1'234.5", "1234.5"),
    ],
)
def test_a_number_that_can_be_only_one_is_read(text: str, number: str) -> None:
    """What groups thousands and what begins a fraction is told by where it stands."""
    assert number_of(text) == Decimal(number)


@pytest.mark.parametrize("text", ["5.000", "5,000", "244.500", "12,345"])
def test_a_number_that_can_be_two_is_questioned(text: str) -> None:
    """Five thousand is not read as five, and it is said how to write it."""
    digits = text.replace(",", "").replace(".", "")

    with pytest.raises(ValueError, match=f"may be {digits}, or .* such as {digits} or"):
        number_of(text)


@pytest.mark.parametrize(
    "text",
    ["", "many", "1e5", "-5", "5 €", "1.234.56", "1,23,456", "1.234.567.8", "٣", "1.234.5678"],
)
def test_what_is_no_number_is_told(text: str) -> None:
    """Whoever has to mend it sees what a number looks like."""
    with pytest.raises(ValueError, match=r"is no number such as 1234 or 1234\.50"):
        number_of(text)


def test_a_count_is_whole() -> None:
    """Half a click is a mistake, and a whole number with a fraction of nothing is none."""
    assert count_of("80.0") == 80
    with pytest.raises(ValueError, match=r"0\.5 is no whole number"):
        count_of("0.5")
