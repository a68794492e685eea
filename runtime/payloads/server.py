"""A codec server: decrypts what the Web UI and Temporal's command line show to whoever may see it.

It speaks the protocol of Temporal's remote codecs
(https://docs.temporal.io/production-deployment/data-encryption) and answers nobody without a token:
`Authorization: Bearer …` from programs, or Basic with the token as the password from a browser.
"""

import base64
import binascii
import hmac
import logging
from collections.abc import Mapping
from typing import Annotated, Final

import uvicorn
from google.protobuf import json_format
from pydantic import AfterValidator, Field, SecretStr, StringConstraints
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from temporalio.api.common.v1 import Payloads
from temporalio.converter import PayloadCodec

from contracts import Contract
from runtime.files.closed import read_closed
from runtime.payloads.codec import payload_codec
from runtime.payloads.listening import Listening
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings

MAX_BODY_BYTES: Final = 64 * 1024 * 1024
"""The Web UI sends a page of a history at once; one payload takes 2 MiB at most."""
_SHORTEST_TOKEN: Final = 24
"""Characters: with fewer, a token can be found out by trying."""
_TOKENS: Final = f"{ENV_PREFIX}CODEC_TOKENS: the file of the codec server's tokens"
_HARM: Final = "has every campaign decrypted"
_UNKNOWN: Final = {"WWW-Authenticate": 'Basic realm="Phoenix codec server", charset="UTF-8"'}
_SIGNED_IN: Final = (
    "You are signed in, {name}. In Temporal's Web UI, open the glasses at the top, choose your "
    "browser's own setting, enter this server's address as the endpoint, and switch 'Include "
    "cross-origin credentials' on.\n"
)

log = logging.getLogger("phoenix.payloads")


def _is_token(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value()) < _SHORTEST_TOKEN:
        raise ValueError(
            f"must be {_SHORTEST_TOKEN} characters or more, as 'openssl rand -hex 24' makes them"
        )
    return secret


PersonName = Annotated[str, StringConstraints(pattern=r"^[\w.@+-]{1,100}$")]


class CodecTokens(Contract):
    """Who may have payloads decrypted."""

    tokens: dict[PersonName, Annotated[SecretStr, AfterValidator(_is_token)]] = Field(
        min_length=1, max_length=1000
    )
    """A token for each person or program, by the name that the log gives them."""

    def owner_of(self, given: str) -> str | None:
        """Return whose token it is, in a time that tells nothing about the others."""
        found = None
        for name, token in self.tokens.items():
            if hmac.compare_digest(token.get_secret_value().encode(), given.encode()):
                found = name
        return found


def codec_server(settings: Settings, where: Listening, origins: list[str]) -> uvicorn.Server:
    """Return the server that the settings describe, which has not begun to listen yet.

    Args:
        settings: They name the keys and the tokens.
        where: Where it listens.
        origins: The Web UIs whose pages may ask.

    Raises:
        WrongUse: The keys, the tokens or the place do not allow it.
    """
    codec = payload_codec(settings.payload_keys)
    if codec is None or settings.codec_tokens is None:
        name = "PAYLOAD_KEYS" if codec is None else "CODEC_TOKENS"
        raise WrongUse(f"codec: {ENV_PREFIX}{name} names no file; docs/security.md says what it is")
    tokens = read_closed(settings.codec_tokens, _TOKENS, _HARM, CodecTokens)
    where.check()
    return uvicorn.Server(
        uvicorn.Config(
            codec_app(codec, tokens, origins),
            host=where.host,
            port=where.port,
            ssl_certfile=where.certificate,
            ssl_keyfile=where.key,
            log_level="warning",
            server_header=False,
        )
    )


def codec_app(codec: PayloadCodec, known: CodecTokens, origins: list[str]) -> Starlette:
    """Return the server's application.

    Args:
        codec: What decrypts.
        known: Who may ask.
        origins: The Web UIs whose pages may ask, such as `http://127.0.0.1:8233`.
    """

    async def sign_in(request: Request) -> Response:
        name = _who(request.headers, known)
        if name is None:
            return _refused()
        return PlainTextResponse(_SIGNED_IN.format(name=name))

    async def decode(request: Request) -> Response:
        name = _who(request.headers, known)
        if name is None:
            return _refused()
        body = await _body(request)
        if body is None:
            return _answer(413, f"the body must not be larger than {MAX_BODY_BYTES} bytes")
        try:
            payloads = json_format.Parse(body, Payloads())
        except (json_format.ParseError, UnicodeDecodeError):
            return _answer(400, 'the body must be JSON such as {"payloads": […]}')
        try:
            decoded = Payloads(payloads=await codec.decode(payloads.payloads))
        except WrongUse as error:
            return _answer(422, str(error))
        log.info("decrypted %d payloads for %s", len(decoded.payloads), name)
        return JSONResponse(json_format.MessageToDict(decoded))

    return Starlette(
        routes=[
            Route("/", sign_in, methods=["GET"]),
            Route("/decode", decode, methods=["POST"]),
        ],
        middleware=[
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_methods=["POST"],
                allow_headers=["authorization", "content-type", "x-namespace"],
                allow_credentials=True,
            )
        ],
    )


def _who(headers: Mapping[str, str], known: CodecTokens) -> str | None:
    """Return who asks, or `None` for a stranger."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    match scheme.lower():
        case "bearer":
            return known.owner_of(given.strip())
        case "basic":
            try:
                name_and_token = base64.b64decode(given, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return None
            return known.owner_of(name_and_token.partition(":")[2])
        case _:
            return None


async def _body(request: Request) -> bytes | None:
    """Return what was sent, or `None` when it is too much."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return bytes(body)


def _refused() -> Response:
    text = "Say who you are: a token as Bearer, or as the password of Basic.\n"
    return PlainTextResponse(text, 401, _UNKNOWN)


def _answer(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status)
