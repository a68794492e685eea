"""A channel's section says how many publications a second may begin on it."""

from pathlib import Path

import pytest

from activities.publish.kind import PublisherTools
from contracts import ContractInvalid, utc_now
from runtime.wiring.channels import build_publishers, read_rates


def tools(folder: Path) -> PublisherTools:
    """Return what publishers may use, with an outbox in this folder."""
    return PublisherTools(clock=utc_now, outbox=folder / "outbox")


def test_a_channel_has_the_rate_of_its_section(tmp_path: Path) -> None:
    """What a platform allows is said beside how it is reached, and without it there is no rate."""
    file = tmp_path / "channels.toml"
    assert not read_rates(file).has_any
    file.write_text(
        '[default]\npublisher = "outbox"\nmost_per_second = 0.5\n'
        '[channels.x]\npublisher = "outbox"\nmost_per_second = 5\n'
        '[channels.email]\npublisher = "outbox"\n'
    )

    rates = read_rates(file)

    assert [rates.of(channel) for channel in ("instagram", "x", "email")] == [0.5, 5, None]
    assert rates.has_any
    build_publishers(file, tools(tmp_path), {})


@pytest.mark.parametrize("rate", ["0", "-1", "true", '"5"', "nan", "20000"])
def test_a_rate_that_is_none_is_refused(tmp_path: Path, rate: str) -> None:
    """A typing error neither stops a channel for ever nor lifts its limit."""
    file = tmp_path / "channels.toml"
    file.write_text(f'[channels.x]\npublisher = "outbox"\nmost_per_second = {rate}\n')

    refused = r"channels\.x: most_per_second: must be a num"
    with pytest.raises(ContractInvalid, match=refused):
        read_rates(file)
    with pytest.raises(ContractInvalid, match=refused):
        build_publishers(file, tools(tmp_path), {})
