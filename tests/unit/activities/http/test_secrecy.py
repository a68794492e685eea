"""What somebody else repeats of a secret is not told."""

import html
import json
import quopri
import time
from urllib.parse import quote, quote_plus

import pytest

from activities.http.address import secret_parts
from activities.http.secrecy import without

SECRET = 'k"y/é +&<0123456789abcdef'  # noqa: S105 - it opens nothing
HIDDEN = secret_parts("https://a.example/hooks/a-token-of-the-path", [SECRET])


@pytest.mark.parametrize(
    "said",
    [
        SECRET,
        json.dumps({"key": SECRET}),
        json.dumps({"key": SECRET}, ensure_ascii=False),
        json.dumps({"error": json.dumps({"key": SECRET})}),
        json.dumps({"key": SECRET}).replace("/", "\\/").replace("u00e9", "u00E9"),
        quote(SECRET),
        quote(SECRET, safe=""),
        quote(SECRET, safe="").lower(),
        quote_plus(SECRET),
        html.escape(SECRET),
        quote(quote(SECRET, safe=""), safe=""),
        "".join(f"\\u{ord(char):04X}" if not char.isalnum() else char for char in SECRET),
        "".join(f"&#x{ord(char):X};" if not char.isalnum() else char for char in SECRET),
        "".join(f"&#0{ord(char)};" if not char.isalnum() else char for char in SECRET),
        quopri.encodestring(SECRET.encode(), quotetabs=True).decode(),
        f"{SECRET[:12]}******{SECRET[-2:]}",
        f"{SECRET[:-1]} and {SECRET}",
    ],
)
def test_a_secret_is_not_told_however_it_is_spelled(said: str) -> None:
    """As in a URL, in JSON, on a page, cut off or twice; what stands around it is kept."""
    told = without(f"before {said} after", HIDDEN)

    assert told.startswith("before ")
    assert told.endswith(" after")
    assert "…" in told
    assert "0123" not in told
    assert "k" not in told.removeprefix("before ").replace("key", "").replace("k…", "")


def test_what_stands_after_a_secret_s_kind_is_a_secret_too() -> None:
    """`whsec_` and a bot's number are not secret, and what follows is."""
    hidden = secret_parts(
        "https://a.example", ["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3", "1234:AAEhBOweik6ad9r"]
    )

    assert without("no MDEyMzQ1Njc4OTAxMjM0NTY3 here", hidden) == "no … here"
    assert without("no AAEhBOweik**** here", hidden) == "no AAEhBOweik**** here"  # a short word


def test_a_token_that_a_server_has_made_is_not_told() -> None:
    """Whoever's it is: an answer may repeat the token of a session."""
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N"  # noqa: S105 - as above

    assert without(f"{token} has expired", []) == "… has expired"


def test_an_address_is_no_secret_by_its_beginning() -> None:
    """What a server says of other addresses stays readable."""
    hidden = secret_parts("https://a.example/api/hooks/0123456789abcdef")

    assert without("no /api/hooks/1 here", hidden) == "no /api/hooks/1 here"
    assert without("no /api/hooks/01234567 here", hidden) == "no /api/hooks/… here"


def test_a_token_in_a_query_is_not_told() -> None:
    """A list of readers may stand behind an address with its key."""
    hidden = secret_parts("https://a.example/list?format=csv&key=tok-0123456789abcdef&v=2")

    assert "0123" not in without("/list?format=csv&key=tok-0123456789abcdef is forbidden", hidden)
    assert without("no tok-0123456789abcdef here", hidden) == "no … here"
    assert without("a list is no table of version 2", hidden) == "a list is no table of version 2"


def test_looking_for_secrets_takes_no_time() -> None:
    """An answer that is made to be slow to read is read as fast as any other."""
    began = time.perf_counter()

    for said in ("\\" * 60_000, SECRET[:7] * 8000, "a" * 60_000):
        assert without(said, HIDDEN)

    assert time.perf_counter() - began < 2


def test_a_secret_that_repeats_its_beginning_is_cut_once() -> None:
    """What stands around it is kept, and it is one gap."""
    assert without(f"a key {'ab' * 20} here", ["ab" * 20]) == "a key … here"
