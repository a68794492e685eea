"""`demo`: an example campaign from its request to its learned result."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from console.work import InSession, Work

if TYPE_CHECKING:
    from console.screen import Screen
    from runtime.session import Session

EXAMPLES: Final = Path(__file__).parents[2] / "examples"


def command() -> Work:
    """It needs neither an account nor anything else set up.

    Its metrics are made up, and it says so; at the end it says where to look.
    """
    from runtime.files.metrics import read_metrics
    from runtime.files.request import read_request
    from runtime.refusals import WrongUse
    from runtime.settings import load_settings
    from runtime.wiring.policies import tenant_policies

    if not EXAMPLES.is_dir():
        raise WrongUse(
            f"the example is not installed with the package ({EXAMPLES} is missing): run "
            "'starter.py demo' in a copy of the repository, or 'phoenix start' with a request of "
            "your own"
        )
    prepared = read_request(EXAMPLES / "demo.yaml", new_execution=True)
    example = read_metrics(EXAMPLES / "demo-metrics.json", final=True)
    tenant_policies(load_settings())  # a mistake in one is told before anything starts

    @InSession
    async def work(session: "Session", screen: "Screen") -> int:
        from console.campaign import follow_to_end

        started = await session.start(prepared, beside=True)
        screen.say(f"started {started.name!r}, execution {started.execution_id}")
        status = await follow_to_end(session, screen, started.execution_id, example)
        screen.say(f"Look at what went out: {session.outbox_page(started.tenant_id)}")
        screen.say(f"Look at the run: {await session.link(started.execution_id)}")
        return status

    return work
