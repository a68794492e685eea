"""Two workflows that ask for the time: one the machine, which no workflow may, one Temporal."""

from datetime import UTC, datetime

from temporalio import workflow


@workflow.defn
class MachineTimeWorkflow:
    """It reads a clock that a replay would read differently."""

    @workflow.run
    async def run(self) -> str:
        """Return the machine's time."""
        return datetime.now(UTC).isoformat()


@workflow.defn
class CampaignTimeWorkflow:
    """It reads the time that a replay reads too."""

    @workflow.run
    async def run(self) -> str:
        """Return the time of the history."""
        return workflow.now().isoformat()
