"""A database or a pooler that repeats a password is not repeated in its turn."""

import asyncio
import struct
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from activities.ledger import SqlLedger
from contracts import ContractInvalid

PASSWORD = "pw-0123456789abcdef"  # noqa: S105 - of no database


@asynccontextmanager
async def refusing(said: str) -> AsyncGenerator[str]:
    """Serve what turns everybody away with these words, and give its host and port."""
    fields = "".join(f"{kind}{value}\0" for kind, value in (("S", "FATAL"), ("C", "28P01")))
    body = f"{fields}M{said}\0\0".encode()

    async def turn_away(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)  # a request for encryption
        writer.write(b"N")
        (length,) = struct.unpack("!i", await reader.readexactly(4))
        await reader.readexactly(length - 4)
        writer.write(b"E" + struct.pack("!i", len(body) + 4) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(turn_away, "127.0.0.1", 0)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("way", ["url", "parameter", "variable"])
async def test_a_password_that_a_server_repeats_is_not_told(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it was given: a worker's log and `doctor` are read by more people than know it."""
    async with refusing(f'password "{PASSWORD}" is wrong') as place:
        user = f"user:{PASSWORD}" if way == "url" else "user"
        query = f"?password={PASSWORD}" if way == "parameter" else ""
        if way == "variable":
            monkeypatch.setenv("PGPASSWORD", PASSWORD)
        ledger = SqlLedger(f"postgresql+asyncpg://{user}@{place}/ledger{query}")
        with pytest.raises(ContractInvalid, match='cannot be used: password "…" is wrong') as told:
            await ledger.ready()
        await ledger.close()

    assert PASSWORD not in str(told.value)
