"""`codec`: a codec server for Temporal's Web UI and command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it listens.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Its port.")] = 8234,
    origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", help="A Web UI that may ask; by default the embedded one. Repeatable."
        ),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its certificate, in PEM form.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The certificate's private key.")
    ] = None,
    allow_http: Annotated[
        bool, typer.Option(help="Listen to other machines without TLS, behind a proxy that has it.")
    ] = False,
) -> Work:
    """It decrypts for whoever has a token of the file that PHOENIX_CODEC_TOKENS names.

    It needs the keys (PHOENIX_PAYLOAD_KEYS), and neither Temporal nor a worker.
    """
    from runtime.logs import log_to_stderr
    from runtime.payloads.listening import Listening
    from runtime.payloads.origins import web_origin
    from runtime.payloads.replies import Decrypting
    from runtime.payloads.server import codec_server
    from runtime.settings import load_settings

    settings = load_settings()
    origins = [web_origin(each) for each in origin or ()] or [
        f"http://{name}:{settings.ui_port}" for name in ("127.0.0.1", "localhost")
    ]
    where = Listening(host, port, certificate, key, allow_http=allow_http)
    server = codec_server(settings, where, origins)

    async def work(screen: "Screen") -> int:
        log_to_stderr(settings.log_format)
        # uvicorn would leave without a word to a program where it cannot listen.
        opened = where.open()
        said = f"decrypts at {where.url}, for pages of {', '.join(origins)}"
        screen.answer(Decrypting(url=where.url, origins=origins), said)
        await server.serve(sockets=[opened])
        return DONE

    return work
