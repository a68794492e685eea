"""A letter has two forms of one text, its pictures, and one click by which a reader is out."""

import base64
import hashlib
import hmac
import re

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from activities.publish.email.signature import check_key
from contracts import ArtifactMissing, Language, PlatformRefused
from tests.support.publishing.networks.mail import Mailed
from tests.support.publishing.networks.mailing import CONTENT, SECRET, TEXT, Mailing, letter_order
from tests.support.publishing.outbox_orders import PICTURE, asset, order

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """Return a private key as settings hold it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


async def sent(mailing: Mailing, **changes: object) -> Mailed:
    """Write one letter to one reader."""
    mailing.write(["ana@readers.example"])
    await mailing.publisher().publish(letter_order(**changes), CONTENT)
    (letter,) = mailing.server.letters
    return letter


async def test_both_forms_say_what_was_audited(mailing: Mailing) -> None:
    """Subject, preheader, body, button, link and picture with its alt text; nothing on top."""
    letter = await sent(mailing)

    message, page = letter.message, letter.part("html")
    assert message["subject"] == TEXT["subject"]
    assert message["from"] == "Tostadores <news@tostadores.example>"
    assert message["to"] == "ana@readers.example"
    assert letter.part("plain").startswith(TEXT["body"])
    assert TEXT["preheader"] in page
    assert '<a href="https://tostadores.example/otono" style="color:#085be0">' in page
    assert f">{TEXT['call_to_action']}</a>" in page
    assert 'alt="Una bolsa de café"' in page
    assert letter.pictures() == [PICTURE]
    (source,) = re.findall(r'src="cid:([^"]+)"', page)
    assert f"<{source}>" in [part["content-id"] for part in message.walk()]


async def test_a_reader_is_out_with_one_click(mailing: Mailing) -> None:
    """The headers are those of RFC 8058, and the token names the reader and cannot be made up."""
    letter = await sent(mailing)

    address = str(letter.message["list-unsubscribe"]).strip("<>")
    assert letter.message["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    name, signature = address.rpartition("/")[2].split(".")
    assert base64.urlsafe_b64decode(name + "==") == b"ana@readers.example"
    expected = hmac.digest(SECRET.encode(), b"ana@readers.example", hashlib.sha256)[:16]
    assert base64.urlsafe_b64decode(signature + "==") == expected
    assert address in letter.part("plain")
    assert address in letter.part("html")


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.SPANISH, "Darse de baja"), (Language.ENGLISH, "Unsubscribe"), (None, "Unsubscribe")],
)
async def test_the_way_out_is_said_in_the_letter_s_language(
    mailing: Mailing, language: Language | None, words: str
) -> None:
    """A reader finds it where the letter ends."""
    letter = await sent(mailing, language=language)

    assert words in letter.part("plain")
    assert words in letter.part("html")


async def test_copy_is_no_markup_and_no_header(mailing: Mailing) -> None:
    """Whatever stands in it is read as text."""
    body = '<img src=x> "&" ' + "á" * 2000
    hostile = {"subject": "Uno\r\nBcc: all@readers.example", "body": body}

    letter = await sent(mailing, text=hostile, link=None)

    assert letter.message["bcc"] is None
    assert "&lt;img src=x&gt; &#34;&amp;&#34;" in letter.part("html")
    assert hostile["body"] in letter.part("plain")
    assert max(len(line) for line in letter.raw.split(b"\r\n")) < 998


async def test_a_link_that_the_body_has_not_got_is_added(mailing: Mailing) -> None:
    """Who reads plain text gets there too."""
    letter = await sent(mailing, text=TEXT | {"body": "Café"})

    assert letter.part("plain").startswith("Café\n\nhttps://tostadores.example/otono\n\n-- \n")


async def test_a_letter_is_signed_for_its_sender_s_domain(mailing: Mailing) -> None:
    """Another library finds the signature right, over both headers of the way out, and no other."""
    mailing.write(["ana@readers.example"])
    await mailing.publisher(key=pem_of(KEY)).publish(letter_order(), CONTENT)
    public = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        asked.append(name)
        return record

    (letter,) = mailing.server.letters

    assert dkim.verify(letter.raw, dnsfunc=dns)
    assert not dkim.verify(
        letter.raw.replace(b"List-Unsubscribe:", b"List-Unsubscribe: <https://evil.example>,"),
        dnsfunc=dns,
    )
    assert not dkim.verify(letter.raw + b"more\r\n", dnsfunc=dns)
    assert set(asked) == {b"fall._domainkey.tostadores.example."}


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "-----BEGIN PRIVATE KEY-----",
        pem_of(ec.generate_private_key(ec.SECP256R1())),
    ],
)
def test_a_key_of_another_form_is_refused_without_being_shown(pem: str) -> None:
    """The message says what a key is, and not what this one was."""
    assert check_key(pem_of(KEY)) == pem_of(KEY)

    with pytest.raises(ValueError, match="must hold an RSA key in PEM") as caught:
        check_key(pem)

    assert not pem or pem not in str(caught.value)


@pytest.mark.parametrize(
    ("assets", "message"),
    [
        ([asset("email", text=TEXT)] * 5, "4 pictures at most"),
        ([asset("email", text=TEXT), asset("email", text=TEXT | {"body": "Otro"})], "several"),
        ([asset("email", text=TEXT | {"subject": ""})], "has no subject"),
        ([asset("email", text={"subject": "Hola"})], "has no body"),
    ],
)
async def test_what_makes_no_letter_is_refused(
    mailing: Mailing, assets: list[object], message: str
) -> None:
    """Nobody gets a letter without what was written for it."""
    with pytest.raises(PlatformRefused, match=message):
        await mailing.publisher().publish(order("email", assets=assets), CONTENT)


async def test_bytes_that_are_missing_are_named(mailing: Mailing) -> None:
    """Nothing is sent before everything is there."""
    with pytest.raises(ArtifactMissing, match="are needed for the letter"):
        await mailing.publisher().publish(letter_order(), {})
