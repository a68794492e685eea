"""The codec server decrypts for those who have a token, and for nobody else."""

import base64
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx2
import pytest
from google.protobuf import json_format
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload, Payloads

from runtime.payloads import server
from runtime.payloads.codec import EncryptionCodec
from runtime.payloads.keys import KeyFile
from runtime.payloads.listening import Listening
from runtime.payloads.server import CodecTokens, codec_app, codec_server
from runtime.refusals import WrongUse
from runtime.settings import Settings
from tests.support.certificates import DAY, write_pair
from tests.support.payload_keys import write_keys

TOKEN = "a-token-of-more-than-24-characters"  # noqa: S105 - made for these tests
UI = "http://127.0.0.1:8233"
SAID = Payload(metadata={"encoding": b"json/plain"}, data=b'"cosecha"')
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def codec(tmp_path: Path) -> EncryptionCodec:
    """Return a codec of its own."""
    return EncryptionCodec(KeyFile(write_keys(tmp_path / "keys.toml", "a")))


@pytest.fixture
async def client(codec: EncryptionCodec) -> AsyncGenerator[httpx2.AsyncClient]:
    """Return a client of a server that knows Ana."""
    app = codec_app(codec, CodecTokens(tokens={"ana": SecretStr(TOKEN)}), [UI])
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app), base_url="http://codec.test"
    ) as client:
        yield client


async def sealed(codec: EncryptionCodec) -> str:
    """Return what the Web UI would send."""
    return json_format.MessageToJson(Payloads(payloads=await codec.encode([SAID])))


@pytest.mark.parametrize(
    "said",
    [
        BEARER,
        {"Authorization": f"bearer {TOKEN}"},
        {"Authorization": "Basic " + base64.b64encode(f"ana:{TOKEN}".encode()).decode()},
    ],
)
async def test_who_has_a_token_sees_what_was_encrypted(
    client: httpx2.AsyncClient,
    codec: EncryptionCodec,
    said: dict[str, str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Programs give it as Bearer and browsers as a password; the log says who has seen how much."""
    caplog.set_level("INFO")

    answer = await client.post("/decode", content=await sealed(codec), headers=said)

    assert answer.status_code == 200
    assert json_format.Parse(answer.content, Payloads()).payloads[0] == SAID
    assert "decrypted 1 payloads for ana" in caplog.text
    assert "cosecha" not in caplog.text


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": f"Digest {TOKEN}"},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()},
        {"Authorization": "Basic " + base64.b64encode(f"{TOKEN}:ana".encode()).decode()},
    ],
)
@pytest.mark.parametrize("path", ["/", "/decode"])
async def test_a_stranger_sees_nothing(
    client: httpx2.AsyncClient, codec: EncryptionCodec, said: dict[str, str], path: str
) -> None:
    """Without a token nothing is decrypted, and a browser is told to ask for one."""
    content = await sealed(codec)
    answer = await client.request(
        "POST" if path == "/decode" else "GET", path, content=content, headers=said
    )

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert b"cosecha" not in answer.content


async def test_a_browser_signs_in_by_opening_it(client: httpx2.AsyncClient) -> None:
    """The page says who is signed in and what to do next in the Web UI."""
    answer = await client.get("/", headers=BEARER)

    assert answer.status_code == 200
    assert "signed in, ana" in answer.text
    assert "Include cross-origin credentials" in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"<html>", 400),
        (b"\xff", 400),
        (b'{"payloads": 7}', 400),
        (b'{"other": []}', 400),
        (b'{"payloads": []}', 200),
    ],
)
async def test_a_body_that_does_not_fit_is_told(
    client: httpx2.AsyncClient, body: bytes, status: int
) -> None:
    """Nonsense is an answer, and never the end of the server."""
    answer = await client.post("/decode", content=body, headers=BEARER)

    assert answer.status_code == status


async def test_a_key_that_is_not_here_is_told(client: httpx2.AsyncClient, tmp_path: Path) -> None:
    """Who looks sees which key is missing, instead of a page that cannot be read."""
    other = EncryptionCodec(KeyFile(write_keys(tmp_path / "other.toml", "other-1")))

    answer = await client.post("/decode", content=await sealed(other), headers=BEARER)

    assert answer.status_code == 422
    assert "other-1" in answer.json()["message"]


async def test_too_much_at_once_is_refused(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One caller cannot fill the server's memory."""
    monkeypatch.setattr(server, "MAX_BODY_BYTES", 10)

    answer = await client.post("/decode", content=b"x" * 11, headers=BEARER)

    assert answer.status_code == 413


@pytest.mark.parametrize(("origin", "status"), [(UI, 200), ("http://evil.example", 400)])
async def test_only_pages_of_the_web_ui_read_an_answer(
    client: httpx2.AsyncClient, origin: str, status: int
) -> None:
    """A page that its visitor was lured to cannot read campaigns with his sign-in."""
    answer = await client.options(
        "/decode",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,x-namespace",
        },
    )

    assert answer.status_code == status
    assert (answer.headers.get("access-control-allow-origin") == origin) is (status == 200)


def settings(tmp_path: Path, codec_tokens: Path | None = None) -> Settings:
    """Return settings with keys."""
    keys = write_keys(tmp_path / "keys.toml", "a")
    return Settings(home=tmp_path, payload_keys=keys, codec_tokens=codec_tokens)


def tokens(tmp_path: Path, text: str = f'[tokens]\nana = "{TOKEN}"') -> Path:
    """Write a file of tokens."""
    path = tmp_path / "tokens.toml"
    path.touch(mode=0o600)
    path.write_text(text)
    return path


HERE = Listening("127.0.0.1", 8234)


def test_a_server_needs_keys_and_tokens(tmp_path: Path) -> None:
    """A server that could decrypt nothing, or would for everybody, does not start."""
    with pytest.raises(WrongUse, match="PHOENIX_PAYLOAD_KEYS names no file"):
        codec_server(Settings(home=tmp_path), HERE, [UI])
    with pytest.raises(WrongUse, match="PHOENIX_CODEC_TOKENS names no file"):
        codec_server(settings(tmp_path), HERE, [UI])
    short = tokens(tmp_path, '[tokens]\nana = "short"')
    with pytest.raises(WrongUse, match=r"tokens\.ana: must be 24 characters or more") as refused:
        codec_server(settings(tmp_path, codec_tokens=short), HERE, [UI])
    assert "short" not in str(refused.value).replace("24 characters or more", "")


@pytest.mark.parametrize(
    ("where", "told"),
    [
        (Listening("0.0.0.0", 8234), "would travel in the clear"),  # noqa: S104 - it is refused
        (Listening("codec.example", 8234), "would travel in the clear"),
        (Listening("127.0.0.1", 8234, certificate=Path("x.pem")), "go together"),
        (Listening("127.0.0.1", 8234, Path("none.pem"), Path("none.key")), "cannot be read"),
    ],
)
def test_decrypted_payloads_never_cross_the_network_in_the_clear(
    tmp_path: Path, where: Listening, told: str
) -> None:
    """Other machines are answered under a certificate, or behind a proxy that was named."""
    with pytest.raises(WrongUse, match=told):
        codec_server(settings(tmp_path, codec_tokens=tokens(tmp_path)), where, [UI])


def test_a_certificate_that_no_browser_accepts_is_told_before_it_listens(tmp_path: Path) -> None:
    """One whose time is over, or with another one's key; the files are named by their options."""
    old = write_pair(tmp_path, "old", begins=-9 * DAY, ends=-DAY)
    new = write_pair(tmp_path, "new")
    given = settings(tmp_path, codec_tokens=tokens(tmp_path))

    with pytest.raises(WrongUse, match=r"codec: --certificate .*old\.pem has expired.* UTC"):
        codec_server(given, Listening("127.0.0.1", 8234, *old), [UI])
    with pytest.raises(WrongUse, match=r"codec: --key .*old\.key is not the key of --cert"):
        codec_server(given, Listening("127.0.0.1", 8234, new.certificate, old.key), [UI])

    assert codec_server(given, Listening("127.0.0.1", 8234, *new), [UI]).config.ssl_certfile


def test_a_server_is_built_as_it_is_told(tmp_path: Path) -> None:
    """Behind a proxy it may listen to all; its address is the one to enter in the Web UI."""
    where = Listening("0.0.0.0", 8240, allow_http=True)  # noqa: S104 - the case that is meant

    built = codec_server(settings(tmp_path, codec_tokens=tokens(tmp_path)), where, [UI])

    assert (built.config.host, built.config.port) == (where.host, 8240)
    assert where.url == "http://0.0.0.0:8240"
