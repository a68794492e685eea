"""What an endpoint's address may hold that is nobody's business is told nowhere."""

import logging
import unicodedata
from typing import Final, Literal
from urllib.parse import quote

import pytest

from activities.http.address import secret_parts
from contracts import CampaignError
from tests.support.publishing.outbox_orders import settle
from tests.support.publishing.webhook_world import Saying, answer, published, publishing

TOKEN: Final = "xoxb-1234567890-secret"  # noqa: S105 - it opens nothing
PATH: Final = f"/hooks/caf%C3%A9/{TOKEN}"


@pytest.mark.parametrize(
    "said",
    [
        f"Cannot POST {PATH}",
        "Cannot POST /hooks/café/" + TOKEN,
        f"no hook called {TOKEN} is known",
        f"see http://127.0.0.1{PATH}/keys",
        " " * 1190 + TOKEN,
        "é" * 290 + TOKEN,
    ],
)
@pytest.mark.parametrize("status", [200, 404, 500])
async def test_what_a_platform_repeats_of_its_address_is_not_told(said: str, status: int) -> None:
    """An error says what the platform answered, without the token that the path holds."""
    raw = answer(status, said.encode())
    async with Saying(raw).serving() as url:
        endpoint = url.removesuffix("/posts") + PATH
        async with publishing(endpoint, reconciliation="queryable") as publisher:
            with pytest.raises(CampaignError) as publishing_it:
                await published(publisher)
            told = str(publishing_it.value)
            for call in (publisher.find, publisher.retract):
                try:
                    told += str(await call(settle()))
                except CampaignError as error:
                    told += str(error)

    assert f"answered {status}" in told
    assert TOKEN[:8] not in told
    assert "hooks" not in told


async def test_an_address_that_cannot_be_reached_is_told_without_its_path() -> None:
    """What the network says is told, and the host, and no more of the address."""
    async with publishing(f"http://127.0.0.1:1{PATH}") as publisher:
        with pytest.raises(CampaignError) as caught:
            await published(publisher)

    assert "at 127.0.0.1:1 could not be reached" in str(caught.value)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("code", ["utf-8", "latin-1"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_a_broken_answer_tells_no_letters_of_any_alphabet(
    code: str, form: Literal["NFC", "NFD"]
) -> None:
    """What reads HTTP shows bytes that it does not understand."""
    token = "contraseña-de-otoño-7x9"  # noqa: S105 - it opens nothing
    said = unicodedata.normalize(form, token).encode(code, "ignore")
    raw = b"HTTP/1.1 200 OK\r\nno header " + said + b"\r\n\r\n"
    async with Saying(raw).serving() as url:
        endpoint = url.removesuffix("/posts") + f"/hooks/{quote(token)}"
        async with publishing(endpoint) as publisher:
            with pytest.raises(CampaignError) as caught:
                await published(publisher)

    told = str(caught.value)
    assert "illegal header line: bytearray(b'no header …')" in told


async def test_no_log_tells_an_address(caplog: pytest.LogCaptureFixture) -> None:
    """Not even an application that logs everything keeps tokens of its channels in its log."""
    caplog.set_level(logging.DEBUG)
    async with Saying(answer(200, b'{"id": "1"}')).serving() as url:
        endpoint = url.removesuffix("/posts") + PATH
        async with publishing(endpoint) as publisher:
            await published(publisher)

    assert TOKEN not in caplog.text


def test_no_part_of_a_short_path_is_taken_for_a_token() -> None:
    """Ordinary words of a platform stay readable."""
    assert secret_parts("https://social.example/api/posts") == ["/api/posts"]
    assert secret_parts("https://social.example/") == []
