"""Commands that do one thing and end do it in their own process."""

import os

from activities.compute import ThreadCompute
from tests.support.builders import TENANT
from tests.support.computing import GENEROUS, pid


async def test_a_command_starts_no_process_for_its_work() -> None:
    """A plan is there before a process would have started."""
    compute = ThreadCompute()
    await compute.prepare()

    assert await compute.run(pid, what="work", tenant=TENANT, limit=GENEROUS) == os.getpid()
    await compute.close()
