"""Where the embedded server hides what browsers are not to reach."""

import socket
from contextlib import ExitStack, closing

import pytest

from runtime.embedded import ports
from runtime.embedded.ports import BLOCKED_BY_BROWSERS, HOST, HiddenPorts, listens, nobodys_name


@pytest.fixture
def _all_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> int:
        return 0

    monkeypatch.setattr(ports, "_blocked_port", none)


@pytest.mark.parametrize("has_own_host", [True, False], ids=["Linux", "Mac"])
def test_browsers_block_the_ports(monkeypatch: pytest.MonkeyPatch, *, has_own_host: bool) -> None:
    """Web UI and metrics are where no browser connects to, each at a port of its own."""
    if not has_own_host:
        monkeypatch.setattr(ports, "_own_host", lambda: HOST)

    hidden = HiddenPorts.choose()

    assert {hidden.ui_port, hidden.metrics_port} < set(BLOCKED_BY_BROWSERS)
    assert hidden.ui_port != hidden.metrics_port
    assert hidden.are_free()


def test_several_servers_hide_beside_each_other() -> None:
    """One machine runs as many installations as before."""
    with ExitStack() as stack:
        for _ in range(8):
            hidden = HiddenPorts.choose()
            for host, port in ((hidden.ui_host, hidden.ui_port), (HOST, hidden.metrics_port)):
                stack.enter_context(closing(socket.create_server((host, port))))
            assert not hidden.are_free()


@pytest.mark.usefixtures("_all_taken")
def test_a_server_starts_although_all_such_ports_are_taken() -> None:
    """Then it is hidden by chance alone."""
    hidden = HiddenPorts.choose()

    assert hidden.ui_port > 1023
    assert hidden.metrics_port == 0
    assert hidden.ui == f"{hidden.ui_host}:{hidden.ui_port}"


def test_nobody_has_the_name() -> None:
    """No page can have been served under it, today or tomorrow."""
    assert nobodys_name().endswith(".invalid")
    assert nobodys_name() != nobodys_name()


async def test_who_listens_is_noticed() -> None:
    """A port counts as open once somebody listens there."""
    with closing(socket.create_server((HOST, 0))) as server:
        port = server.getsockname()[1]
        assert await listens(port)

    assert not await listens(port)
