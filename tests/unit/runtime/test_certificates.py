"""What can never work for TLS is told with its file, and with its dates where they matter."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runtime.certificates import Pem, check_authorities, check_pair
from runtime.refusals import WrongUse
from tests.support.certificates import DAY, Pair, write_pair


def pems(pair: Pair) -> tuple[Pem, Pem]:
    """Return a pair as it is checked."""
    certificate, key = pair
    return Pem(str(certificate), certificate.read_bytes()), Pem(str(key), key.read_bytes())


def test_a_pair_that_is_valid_passes(tmp_path: Path) -> None:
    """A certificate may have those of its authorities behind it, whatever their dates."""
    own, former = write_pair(tmp_path, "own"), write_pair(tmp_path, "former", ends=-DAY / 2)
    own.certificate.write_bytes(own.certificate.read_bytes() + former.certificate.read_bytes())

    check_pair(*pems(own))
    check_authorities(pems(own)[0])


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [(-9 * DAY, -2 * DAY, "has expired"), (2 * DAY, 9 * DAY, "is not valid yet")],
)
def test_a_certificate_out_of_its_time_is_told_with_its_dates(
    tmp_path: Path, begins: timedelta, ends: timedelta, told: str
) -> None:
    """Both ends and the present time: a wrong clock is seen at once."""
    pair = write_pair(tmp_path, "old", begins=begins, ends=ends)
    now = datetime.now(UTC)

    with pytest.raises(WrongUse) as refused:
        check_pair(*pems(pair))
    said = str(refused.value)
    assert said.startswith(f"{pair.certificate} {told}")
    assert f"from {now + begins:%Y-%m-%d %H:%M} to {now + ends:%Y-%m-%d}" in said


def test_an_authority_is_trusted_beyond_its_dates(tmp_path: Path) -> None:
    """So the SDK does, and what works is not refused."""
    check_authorities(pems(write_pair(tmp_path, "former", ends=-DAY))[0])


def test_a_clock_that_is_a_little_behind_refuses_nobody(tmp_path: Path) -> None:
    """A certificate that was made a moment ago by another machine is valid soon."""
    check_pair(*pems(write_pair(tmp_path, "new", begins=timedelta(minutes=2), ends=DAY)))


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    """The names of both files are told, and whose the certificate is."""
    one, other = write_pair(tmp_path, "one"), write_pair(tmp_path, "other")

    with pytest.raises(WrongUse, match=r"other\.key is not the key of .*one\.pem.*CN=one"):
        check_pair(*pems(Pair(one.certificate, other.key)))


def test_a_key_that_is_locked_is_refused(tmp_path: Path) -> None:
    """Nobody is asked for a password by a process in the background."""
    locked = write_pair(tmp_path, "locked", password=b"open it")

    with pytest.raises(WrongUse, match=r"locked\.key is locked with a password"):
        check_pair(*pems(locked))


@pytest.mark.parametrize("data", [b"", b"\x30\x82", b"-----BEGIN CERTIFICATE-----\nx\n"])
def test_files_that_are_no_pem_are_refused(tmp_path: Path, data: bytes) -> None:
    """What stands there is not repeated."""
    certificate, key = pems(write_pair(tmp_path, "whole"))

    with pytest.raises(WrongUse, match="x is no certificate in PEM form"):
        check_pair(Pem("x", data), key)
    with pytest.raises(WrongUse, match="x is no private key in PEM form"):
        check_pair(certificate, Pem("x", data))
    with pytest.raises(WrongUse, match="x is no certificate in PEM form"):
        check_authorities(Pem("x", data))


def test_the_two_files_may_not_change_places(tmp_path: Path) -> None:
    """The commonest mistake of all is told as what it is."""
    certificate, key = pems(write_pair(tmp_path, "whole"))

    with pytest.raises(WrongUse, match=r"whole\.key is no certificate"):
        check_pair(key, certificate)
