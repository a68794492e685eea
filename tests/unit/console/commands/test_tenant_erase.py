"""The command that erases a tenant, with a session that only pretends."""

import asyncio
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

import pytest

from console.parsing import parse
from console.screen import Screen
from console.work import InSession
from runtime.erasure.replies import ErasedTenant, Held
from runtime.refusals import WrongUse
from runtime.session import Session
from tests.support.builders import TENANT


def answered(*, erased: bool, left: int = 0) -> ErasedTenant:
    """Return an answer about a tenant that had a little."""
    kinds = {"executions": (1204, left), "posts": (0, 0)}
    return ErasedTenant(
        tenant_id=TENANT,
        erased=erased,
        held=[
            Held(what=what, where="the ledger", found=found, left=there)
            for what, (found, there) in kinds.items()
        ],
        stays=["what is out on channels"],
    )


@dataclass
class FakeSession:
    """A session that gives one answer and remembers what it was asked."""

    reply: ErasedTenant
    asked: list[tuple[UUID, bool]] = field(default_factory=list[tuple[UUID, bool]])

    async def erase_tenant(
        self, tenant_id: UUID, say: Callable[[str], None], *, erasing: bool
    ) -> ErasedTenant:
        """Answer as a session does."""
        self.asked.append((tenant_id, erasing))
        say("erasing")
        return self.reply


def run(session: FakeSession, *arguments: str) -> tuple[int, str]:
    """Run the command, and return its exit status with what it says."""
    call = parse(["tenant", "erase", str(TENANT), *arguments])
    assert call is not None
    assert isinstance(call.work, InSession)
    out = io.StringIO()
    screen = Screen(out, io.StringIO(), as_json=call.as_json)
    status = asyncio.run(call.work.work(cast("Session", session), screen))
    return status, out.getvalue()


def test_without_a_confirmation_a_tenant_is_only_counted() -> None:
    """An operator sees what would go, what would stay, and what to type for it."""
    session = FakeSession(answered(erased=False, left=1204))

    status, shown = run(session)

    assert status == 0
    assert session.asked == [(TENANT, False)]
    assert f"tenant {TENANT} has this, and nothing was erased" in shown
    assert "1,204" in shown
    assert "left" not in shown
    assert "would stay: what is out on channels" in shown
    assert f"'starter.py tenant erase {TENANT} --yes' erases it" in shown


@pytest.mark.parametrize(
    ("left", "status", "told"), [(0, 0, "is erased"), (3, 1, "is not erased whole: say it again")]
)
def test_with_a_confirmation_it_is_erased(left: int, status: int, told: str) -> None:
    """The exit status says whether it has come to its end."""
    session = FakeSession(answered(erased=True, left=left))

    ended, shown = run(session, "--yes")

    assert ended == status
    assert session.asked == [(TENANT, True)]
    assert f"tenant {TENANT} {told}" in shown
    assert "stays: what is out on channels" in shown
    assert "--yes" not in shown


def test_a_program_gets_everything_as_one_object() -> None:
    """With --json each number is a field."""
    session = FakeSession(answered(erased=True))

    _, shown = run(session, "--yes", "--json")

    assert ErasedTenant.model_validate_json(shown) == session.reply


def test_what_is_no_id_erases_nothing() -> None:
    """A name, or the beginning of an id, is wrong use: nobody is erased by a slip."""
    with pytest.raises(WrongUse, match=r"TENANT: .* is no id, such as"):
        parse(["tenant", "erase", str(TENANT)[:8], "--yes"])
