"""Whose pages may read the codec server's answers is given as browsers spell it, or refused."""

import pytest

from runtime.payloads.origins import web_origin
from runtime.refusals import WrongUse


@pytest.mark.parametrize(
    "origin",
    ["http://127.0.0.1:8233", "https://ui.example", "http://[::1]:8233", "https://a_b.intern:444"],
)
def test_an_origin_is_taken_as_it_is(origin: str) -> None:
    """Scheme, host and, where it is not the scheme's own, port."""
    assert web_origin(origin) == origin


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("https://ui.example/", "https://ui.example"),
        ("https://UI.example:443/namespaces?x#y", "https://ui.example"),
        ("http://ana:s3cr3t-of-ana@ui.example:80", "http://ui.example"),
        ("https://café.example", "https://xn--caf-dma.example"),
    ],
)
def test_what_no_browser_says_is_told_as_it_has_to_be(typed: str, right: str) -> None:
    """An address that was copied whole would let in no page: the origin in it is named."""
    with pytest.raises(WrongUse, match=f"is no web origin: give {right}$") as refused:
        web_origin(typed)
    assert "s3cr3t" not in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        *("nonsense", "", "*", "null", "ui.example:8233", "localhost:8233", "//ui.example"),
        *("file:///ui", "ftp://ui.example", "http://", "http://:80", "http://ui.example:http"),
        *("http://ui example", "http://ui.example:0", "http://ui.example:99999", "http://[::1"),
        *("http://*.example", f"http://{'a.' * 200}example"),
    ],
)
def test_what_is_no_origin_is_refused(typed: str) -> None:
    """Nothing is decrypted for pages that nobody can name, nor for those of everybody."""
    with pytest.raises(WrongUse, match=r"give scheme://host\[:port\], such as http://127\.0\.0\.1"):
        web_origin(typed)
