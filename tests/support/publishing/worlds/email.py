"""The world of publishers of letters."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.support.publishing.networks.mail import USER, Mail
from tests.support.publishing.worlds.world import Open, World


@asynccontextmanager
async def email(folder: Path) -> AsyncGenerator[World]:
    """Yield a mail server, and a list with one reader."""
    server = Mail()
    listed = folder / "list.csv"
    listed.write_text("email,consent\nana@readers.example,yes\n", encoding="utf-8")
    async with server.serving() as port:
        yield World(
            server.shown,
            {
                "host": "127.0.0.1",
                "port": port,
                "security": "none",
                "username": USER,
                "password_env": "MAIL_PASSWORD",
                "sender": "Tostadores <news@tostadores.example>",
                "recipients": str(listed),
                "unsubscribe_url": "https://tostadores.example/out/{token}",
                "unsubscribe_env": "OUT_SECRET",
                "rate_per_minute": 60_000,
            },
            {"MAIL_PASSWORD": server.password, "OUT_SECRET": "a secret of the tests alone"},
            retracts=False,
            remembers=False,
            letters=lambda: [
                (letter.reader, text)
                for letter, text in zip(server.letters, server.shown(), strict=True)
            ],
            meet=server.troubles.append,
        )


WORLDS: Final[Sequence[Open]] = [email]
