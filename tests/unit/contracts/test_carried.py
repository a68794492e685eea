"""Files that travel within an order, and addresses that are fetched, are what they say."""

import pytest
from pydantic import ValidationError

from contracts import CarriedFile, WebSource


def test_a_file_travels_unchanged() -> None:
    """Its name is the digest of its bytes, and its bytes are those that were given."""
    file = CarriedFile.of(b"\0date,text\xff", "text/csv")

    assert CarriedFile.model_validate_json(file.model_dump_json()).content == b"\0date,text\xff"


@pytest.mark.parametrize("data", ["not base64!", "YQ", "Y Q==", "_-8="])
def test_what_is_no_base64_is_refused(data: str) -> None:
    """One alphabet, and its padding."""
    file = CarriedFile.of(b"a", "text/plain").model_dump() | {"data": data}

    with pytest.raises(ValidationError, match=r"must be base64 with its padding"):
        CarriedFile.model_validate(file)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/feed.xml",
        "file:///etc/passwd",
        "ftp://news.example/feed.xml",
        "https://",
        "https://user:secret@news.example/feed.xml",
        "https://user@news.example/feed.xml",
        "https://news.example/feed xml",
        "https://ñoticias.example/feed.xml",
        "https://news.example:0/feed.xml",
        f"https://news.example/{'a' * 2000}",
    ],
)
def test_what_cannot_be_fetched_by_everybody_is_no_feed(url: str) -> None:
    """A name or a password would stand in every history."""
    with pytest.raises(ValidationError, match="must be an address such as"):
        WebSource(name="news", url=url)
