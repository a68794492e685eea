"""A database or a pooler that repeats a password is not repeated in its turn."""

import pytest

from activities.ledger import SqlLedger
from contracts import ContractInvalid
from tests.support.canaries.careless import careless_database

PASSWORD = "pw-0123456789abcdef"  # noqa: S105 - of no database


@pytest.mark.parametrize("way", ["url", "parameter", "variable"])
async def test_a_password_that_a_server_repeats_is_not_told(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it was given: a worker's log and `doctor` are read by more people than know it."""
    async with careless_database(f'password "{PASSWORD}" is wrong') as place:
        user = f"user:{PASSWORD}" if way == "url" else "user"
        query = f"?password={PASSWORD}" if way == "parameter" else ""
        if way == "variable":
            monkeypatch.setenv("PGPASSWORD", PASSWORD)
        ledger = SqlLedger(f"postgresql+asyncpg://{user}@{place}/ledger{query}")
        with pytest.raises(ContractInvalid, match='cannot be used: password "…" is wrong') as told:
            await ledger.ready()
        await ledger.close()

    assert PASSWORD not in str(told.value)
