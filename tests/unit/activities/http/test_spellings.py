"""A secret is found in every spelling, and ordinary texts are left whole."""

import base64
import json
import re
import time
import unicodedata
from pathlib import Path
from typing import Final

import pytest

from activities.http.address import secret_parts, tokens_of
from activities.http.secrecy import without, without_whole
from tests.support.canaries.spellings import SPELLINGS
from tests.support.paths import ROOT

URL: Final = "https://a.example/publications-of-instagram/6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
TOKEN: Final = "sk-proj-Ab0cD1/+e2F3-g4H5_i6J7k8"  # noqa: S105 - it opens nothing
QUOTED: Final = 'pa"s/ &<0123456789abcdef'
SECRETS: Final = [
    TOKEN,
    QUOTED,
    "Hunter2-and",
    "local",
    "correct-horse-battery",
    "pass____word!!!!!",
]
WORDS: Final = secret_parts(URL, SECRETS)
VALUES: Final = tokens_of(URL, SECRETS)
LEFT: Final = re.compile(r"before .*….* after", re.DOTALL)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("secret", [TOKEN, QUOTED])
def test_a_secret_is_found_in_every_spelling(spelling: str, secret: str) -> None:
    """In messages and in what is kept; what stands beside it is left."""
    said = f"before {SPELLINGS[spelling](secret)} after"

    for told in (without(said, WORDS), without_whole(said, VALUES)):
        assert LEFT.fullmatch(told)
        for spell in SPELLINGS.values():
            assert spell(secret[-10:]) not in told


@pytest.mark.parametrize("spelling", sorted(SPELLINGS.keys() - {"masked", "without its beginning"}))
def test_a_short_secret_is_found_as_a_whole(spelling: str) -> None:
    """A password of eight letters and digits is one, too."""
    said = SPELLINGS[spelling]("Hunter2-and")

    if spelling != "its middle":
        assert "…" in without(f"before {said} after", WORDS)
        assert "…" in without_whole(f"before {said} after", VALUES)
    assert without("before Hunter2 after", WORDS) == "before Hunter2 after"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("password", ["contraseña-de-otoño-7x9", "пароль-9-осени", "ключ-😀-к"])
def test_letters_of_any_alphabet_are_found(form: str, password: str) -> None:
    """Composed or not, in UTF-8 or Latin-1, in what libraries show of broken answers."""
    hidden = [password]
    told: list[str] = [unicodedata.normalize(form, password)]  # type: ignore[arg-type]
    data = told[0].encode()
    told += [str(bytearray(data)), data.decode("latin-1"), json.dumps(told[0]), told[0].upper()]
    told += [base64.b64encode(b"user:" + data).decode(), data.hex(), json.dumps({"a": told[0]})]
    if "ñ" in told[0]:
        in_latin = told[0].encode("latin-1")
        told += [str(in_latin), in_latin.decode(errors="replace"), in_latin.hex()]

    for said in told:
        assert "…" in without(f"before {said} after", hidden), said
        assert "…" in without_whole(f"before {said} after", hidden), said


def test_a_masked_beginning_is_cut_where_it_reads_as_words() -> None:
    """Words with which a token begins are kept, and nobody writes stars behind words."""
    assert without_whole("the key sk-proj-Ab0c****", VALUES) == "the key …****"
    assert without_whole("the key ****7k8", VALUES) == "the key ****7k8"  # too short to be told
    assert without_whole("the key ****J7k8", VALUES) == "the key ****…"
    assert without_whole("sk-proj is what all begin with", VALUES) == (
        "sk-proj is what all begin with"
    )


def test_a_secret_goes_with_all_that_is_around_its_letters() -> None:
    """How many signs it begins and ends with is a part of it; other signs are not."""
    hidden = ["<!Pa55word-of-Nobody-9?>"]

    assert without('"<!PA55WORD-OF-NOBODY-9?>"', hidden) == '"…"'
    assert without('"PA55WORD-OF-NOBODY-9"', hidden) == '"…"'
    assert without("Pa55word-\nof-Nobody-9Ñ ñ", ["Pa55word-of-Nobody-9ñ"]) == "… ñ"


def test_a_key_is_found_in_other_code_than_its_own() -> None:
    """The base64 of `whsec_…` stands for bytes, which a server may write in hexadecimal."""
    key = base64.b64encode(b"\xff\x00 a key of 24 bytes here").decode()
    hidden = secret_parts("https://a.example", [f"whsec_{key}", "whsec_nothing-in-base64"])

    assert without(f"no {base64.b64decode(key).hex()} here", hidden) == "no … here"


@pytest.mark.parametrize("file", sorted(ROOT.glob("docs/*.md")), ids=lambda file: file.stem)
def test_ordinary_texts_are_left_whole(file: Path) -> None:
    """Words, addresses, ids, digests and code that have nothing to do with a secret."""
    text = file.read_text(encoding="utf-8")

    assert without_whole(text, VALUES) == text


@pytest.mark.parametrize(
    "said",
    [
        "Publications of Instagram: Password, local-news, 2026-11-28, correct horse",
        "https://a.example/publications-of-instagram/posts/1",
        "at://did:plc:ewvi7nxzyoun6zhxrhs64oiz/app.bsky.feed.post/3k4duaz5vfs2b",
        "AgACAgQAAxkDAAIBY2ZhYmM5ODc2NTQzMjEwMTIzNDU2Nzg5MGFiY2RlZg==",
        "100 % & more \\ less = 5+5, %zz &nope; \\",
        "ſſ ﬁne ｗｉｄｅ ① ñandú 😀",
        "",
    ],
)
def test_what_is_like_a_secret_and_none_is_left_whole(said: str) -> None:
    """Also where it was written with signs of other spellings."""
    assert without_whole(said, VALUES) == said


def test_what_repeats_itself_is_read_fast() -> None:
    """Neither a secret nor an answer can be made so that a worker is busy with it."""
    hidden = ["ab" * 300, "/" + "a" * 600, TOKEN]
    began = time.perf_counter()

    for said in ("a" * 60_000, "ab" * 30_000, "%61" * 20_000, "=" * 60_000, "*" * 60_000):
        without(said, hidden)
        without_whole(f"{said} ", hidden)
    for said in (base64.b64encode(TOKEN.encode() * 1500).decode(), "%25" * 20_000, "&#" * 30_000):
        without(said, hidden)

    assert time.perf_counter() - began < 5
