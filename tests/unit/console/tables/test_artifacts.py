"""Sizes as an operator reads them."""

import pytest

from console.tables.artifacts import size


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (2_500_000_000, "2.5 GB"),
        (1_234_500_000_000_000, "1,234.5 TB"),
    ],
)
def test_a_number_of_bytes_is_told_with_the_precision_that_matters(length: int, told: str) -> None:
    """Sizes can be compared at a glance, in the units of disks and buckets."""
    assert size(length) == told
