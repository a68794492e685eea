"""Where the codec server cannot listen, it does not say that it does."""

from pathlib import Path
from socket import create_server

import pytest

from runtime.payloads.listening import Listening
from runtime.refusals import WrongUse
from tests.support.certificates import write_pair


def test_a_port_that_is_taken_is_told_before_it_is_said_to_listen() -> None:
    """What has it already is named by its place."""
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(WrongUse, match=rf"127\.0\.0\.1:{port} here \(Address already in use"):
            Listening("127.0.0.1", port).check()
        with pytest.raises(WrongUse, match="Address already in use"):  # it may come in between
            Listening("127.0.0.1", port).open()


def test_an_address_of_another_machine_is_told_as_well() -> None:
    """So is what would be right."""
    with pytest.raises(WrongUse, match=r"192\.0\.2\.1:8234 here .* give another --port or --host"):
        Listening("192.0.2.1", 8234, allow_http=True).check()


def test_a_name_that_is_none_is_told_as_well() -> None:
    """A host that nobody can look up is a typing error, and no defect."""
    with pytest.raises(WrongUse, match="no such place"):
        Listening("café..example", 8234, allow_http=True).check()


def test_an_address_of_version_six_stands_in_brackets() -> None:
    """So the Web UI takes it as it is shown."""
    assert Listening("::1", 8234).url == "http://[::1]:8234"


def test_a_file_that_cannot_be_read_is_told_by_its_option(tmp_path: Path) -> None:
    """The one that is meant, and not both."""
    pair = write_pair(tmp_path, "codec")
    absent = tmp_path / "none.pem"

    with pytest.raises(WrongUse) as of_certificate:
        Listening("127.0.0.1", 8234, absent, pair.key).check()
    with pytest.raises(WrongUse) as of_key:
        Listening("127.0.0.1", 8234, pair.certificate, absent).check()

    why = "cannot be read: No such file or directory"
    assert str(of_certificate.value) == f"codec: --certificate {absent} {why}"
    assert str(of_key.value) == f"codec: --key {absent} {why}"
