"""Where a worker serves its metrics: an address of the machine, or a sentence that gives one."""

import pytest

from runtime.refusals import WrongUse
from runtime.settings import load_settings


@pytest.mark.parametrize("address", ["127.0.0.1:9464", "0.0.0.0:1", "[::1]:65535"])
def test_metrics_are_served_where_a_machine_can_listen(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Any address of the machine will do, in either version of IP."""
    monkeypatch.setenv("PHOENIX_METRICS_ADDRESS", address)

    assert load_settings().metrics_address == address


@pytest.mark.parametrize(
    "address",
    [
        "9464",
        "localhost:9464",
        *("127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536"),
        "::1:9464",
        "[127.0.0.1]:9464",
        "127.0.0.1:９４６４",
        "http://127.0.0.1:9464",
    ],
)
def test_what_is_no_address_for_metrics_is_told_what_one_is(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The mistake is told before a worker starts, with an address that would fit."""
    monkeypatch.setenv("PHOENIX_METRICS_ADDRESS", address)

    with pytest.raises(WrongUse, match=r"PHOENIX_METRICS_ADDRESS=.* such as 127\.0\.0\.1:9464"):
        load_settings()
