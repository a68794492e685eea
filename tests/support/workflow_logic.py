"""Under which rules of Temporal's SDK a workflow's task is carried out, for tests of both.

SDK 1.35 lets messages go ahead of whatever else comes with them in one task; a later one applies
all of it first (its workflow logic flag 2). The rules of a task stand in its history, so that
campaigns of either go on under the other; a new campaign goes by those of its worker's SDK.
"""

from enum import StrEnum
from typing import Final

import pytest

SINGLE_BATCH: Final = 2
"""The number by which a history says that everything was applied first."""
_DEFAULTS: Final = "_DEFAULT_ENABLED_WORKFLOW_LOGIC_FLAGS"
_READ_IN: Final = ("temporalio.worker._workflow", "temporalio.worker._replayer")


class WorkflowLogic(StrEnum):
    """The rules of one SDK."""

    PRESENT = "present"
    NEXT = "next"

    def use(self, patch: pytest.MonkeyPatch) -> None:
        """Have workers and replayers that are made from now on go by these rules."""
        flags = frozenset({SINGLE_BATCH} if self is WorkflowLogic.NEXT else ())
        for module in _READ_IN:
            patch.setattr(f"{module}.{_DEFAULTS}", flags)


UNDER_BOTH: Final = [
    pytest.mark.usefixtures("workflow_logic"),
    pytest.mark.parametrize("workflow_logic", list(WorkflowLogic), indirect=True),
]
"""Marks of a test, or of a module's, that is run under the rules of today and of the next SDK."""
