"""What a server answers in success is kept without what only it and Phoenix know."""

import json
import time
from typing import Any, Final
from urllib.parse import quote

import httpx2
import pytest
from pydantic import BaseModel

from activities.http.answer import Answer
from activities.http.hidden import Hidden

SECRET: Final = "t0ken/+0123456789abcdef"  # noqa: S105 - it opens nothing
IN_PATH: Final = "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
URL: Final = f"https://a.example/publications-of-instagram/{IN_PATH}"
HIDDEN: Final = Hidden(URL, [SECRET])


class Said(BaseModel):
    """What is read of an answer."""

    id: str
    url: str | None = None
    number: int = 0
    made: str = ""


def answered(body: Any, hidden: Hidden = HIDDEN) -> Answer:
    """Return an answer with a body."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(200, httpx2.Headers(), data, is_whole=True, hidden=hidden)


@pytest.mark.parametrize(
    "said", [SECRET, quote(SECRET, safe=""), json.dumps(SECRET), IN_PATH, SECRET[:9] + "****"]
)
def test_what_an_answer_repeats_is_not_in_what_is_read(said: str) -> None:
    """However it is spelled; a UUID is a token where it stands in the server's own address."""
    told = answered({"id": f"post {said} here"}).told(Said)

    assert told is not None
    assert told.id.startswith("post ")
    assert "…" in told.id
    assert "0123" not in told.id
    assert IN_PATH not in told.id


def test_a_number_is_hidden_whole_and_no_other_that_begins_like_it() -> None:
    """Networks count: what was made together has ids that begin alike, and none is a secret."""
    hidden = Hidden("https://a.example/webhooks/1444012345678901234/x")

    assert hidden.cleared("1444012399999999999") == "1444012399999999999"
    assert hidden.cleared("1444012345678901234") == "…"


def test_an_address_that_repeats_a_token_is_none_any_more() -> None:
    """Nobody follows an address with a gap."""
    told = answered({"id": "1", "url": f"https://a.example/{IN_PATH}/posts/1"}).told(Said)

    assert told == Said(id="1", url="…")


@pytest.mark.parametrize(
    "said",
    [
        {"id": "1", "url": "https://a.example/publications-of-instagram/posts/1"},
        {"id": "a local post", "number": 12_345_678},
    ],
)
def test_what_is_no_secret_is_kept_as_it_came(said: dict[str, Any]) -> None:
    """Words of the server's address, words as short as a key, and the beginning of a bot's id."""
    hidden = Hidden(URL, [SECRET, "local", "12345678:AAEhBOweik6ad9r"])

    assert answered(said, hidden).told(Said) == Said(**said)


def test_a_word_with_which_a_token_begins_is_kept() -> None:
    """Else a brief would lose each of its campaigns."""
    hidden = Hidden("https://a.example/campaigns-0123456789abcdef")

    assert hidden.cleared("two campaigns") == "two campaigns"
    assert hidden.cleared("in campaigns-0123456789abcdef") == "in …"


def test_names_and_items_are_read_as_values_are() -> None:
    """Wherever in an answer it stands."""
    assert HIDDEN.cleared({SECRET: [SECRET, 1, None]}) == {"…": ["…", 1, None]}
    assert HIDDEN.where_in({"a": [{"b": SECRET}]}) == "a.0.b"
    assert HIDDEN.where_in({"a": {SECRET: 1}}) == f"a.t… ({len(SECRET)} characters)"
    assert HIDDEN.where_in(SECRET) == "the whole"
    assert HIDDEN.where_in({"a": [1, None, "b"]}) is None


def test_what_a_server_makes_is_read_by_whom_it_is_for_alone() -> None:
    """A token of a session may be the last one's, and is needed whole."""
    hidden = Hidden(URL)
    hidden.add("eyJhbGciOiJIUzI1NiJ9.0123.4567")
    answer = answered({"id": "eyJhbGciOiJI****", "made": "eyJhbGciOiJIUzI1NiJ9.89"}, hidden)

    assert answer.told(Said, "made", "missing") == Said(id="…****", made="eyJhbGciOiJIUzI1NiJ9.89")
    assert answer.told(Said) == Said(id="…****", made="…89")


@pytest.mark.parametrize("body", [b"{", b"[" * 50_000, b'"\xff"', b'{"id": 1}', b"[]"])
def test_what_is_no_such_answer_says_nothing(body: bytes) -> None:
    """However broken it is."""
    assert answered(body).told(Said) is None


def test_a_header_is_read_without_secrets_too() -> None:
    """A network may name what it did in one."""
    answer = Answer(200, httpx2.Headers({"x-id": f" {IN_PATH} "}), hidden=HIDDEN)

    assert answer.header("x-id") == "…"
    assert answer.header("x-other") == ""


def test_an_answer_of_many_values_is_read_fast() -> None:
    """A campaign does not wait for it."""
    many = [{"name": "word " * 10} for _ in range(20_000)]
    began = time.perf_counter()

    assert HIDDEN.where_in(many) is None
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("said", ["**a", "\\", "%41", "&amp;", SECRET[:8] + "%"])
def test_words_of_any_length_keep_nobody_waiting(said: str) -> None:
    """Others are served by the same loop: of an endless message its beginning is read alone."""
    answer = answered(said.encode() * (4_000_000 // len(said)))
    began = time.process_time()

    assert answer.words()
    assert time.process_time() - began < 0.5


def test_nothing_is_told_of_a_secret_that_the_end_of_what_is_read_parts() -> None:
    """Behind what is told, more is read than any spelling of it takes."""
    spelled = "".join(f"%25{ord(each):02x}" for each in SECRET)

    for place in range(8150, 8210, 7):
        told = HIDDEN.without(f"{'a' * place}{spelled} and more" * 2, most=8192)
        assert len(told) <= 8192
        assert not told.strip("a…")


def test_many_masks_are_read_fast() -> None:
    """A picture of some kilobytes can have millions of them packed in its words."""
    began = time.process_time()

    assert HIDDEN.cleared("**a" * 1_300_000)
    assert time.process_time() - began < 2


def test_a_number_that_repeats_a_secret_is_not_kept() -> None:
    """Its digits can be the numbers of a token's bytes, as in the id of a message."""
    numbers = int("".join(str(byte) for byte in SECRET.encode()))

    assert HIDDEN.cleared({"id": numbers, "of": [True, 7, 0.5]}) == {
        "id": "…",
        "of": [True, 7, 0.5],
    }
    assert HIDDEN.where_in({"id": numbers}) == "id"
    assert HIDDEN.where_in({"id": float("nan")}) is None
