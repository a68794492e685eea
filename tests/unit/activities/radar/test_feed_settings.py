"""Which networks beside the public internet feeds may lie in is an operator's word."""

from ipaddress import ip_network

import pytest
from pydantic import ValidationError

from activities.radar.settings import FeedSettings


def test_networks_are_opened_by_name() -> None:
    """One is named alone, several in a list, and without any none is open."""
    one = FeedSettings.model_validate({"allow_networks": "10.1.2.0/24"})

    assert one.networks == [ip_network("10.1.2.0/24")]
    assert FeedSettings().networks == []


@pytest.mark.parametrize("name", ["intranet", "10.1.2.3/24", "10.0.0.0/40", ""])
def test_what_is_no_network_is_refused(name: str) -> None:
    """A network that is written with a host in it may mean another one."""
    with pytest.raises(ValidationError, match=r"must be a network such as 10\.1\.2\.0/24"):
        FeedSettings.model_validate({"allow_networks": [name]})
