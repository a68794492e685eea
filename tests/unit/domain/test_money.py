"""Amounts are whole units of their currency."""

import pytest

from domain.money import amount_of, decimals_of, is_too_fine, units_of


@pytest.mark.parametrize(
    ("currency", "decimals"), [("EUR", 2), ("JPY", 0), ("CLP", 0), ("KWD", 3), ("CLF", 4)]
)
def test_a_currency_has_its_own_smallest_unit(currency: str, decimals: int) -> None:
    """A yen is not divided, and a dinar into a thousand."""
    assert decimals_of(currency) == decimals
    assert units_of(12.0, currency) == 12 * 10**decimals
    assert amount_of(units_of(12.0, currency), currency) == 12.0


@pytest.mark.parametrize(
    ("amount", "currency", "too_fine"),
    [
        (0.1, "EUR", False),
        (0.29, "EUR", False),
        (1e12, "KWD", False),
        (0.001, "EUR", True),
        (0.5, "JPY", True),
        (1.0005, "KWD", True),
    ],
)
def test_an_amount_may_be_finer_than_its_currency(
    amount: float, currency: str, *, too_fine: bool
) -> None:
    """What nobody can pay is told apart from what a float cannot say exactly."""
    assert is_too_fine(amount, currency) is too_fine
