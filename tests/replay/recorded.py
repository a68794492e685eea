"""The recorded histories, as a replayer takes them."""

from pathlib import Path
from typing import Final

from temporalio.client import WorkflowHistory

from contracts import retry_id, workflow_id
from tests.replay.scenarios_of_people import MISNAMED, misnamed
from tests.replay.scenarios_of_retries import FORMER, failed_again, turned_away
from tests.support.builders import EXECUTION

RECORDED: Final = tuple(sorted((Path(__file__).with_name("histories")).glob("*/*.json")))
"""Of every release."""
_NAMES: Final = {
    misnamed.__name__: MISNAMED,
    failed_again.__name__: workflow_id(retry_id(FORMER)),
    turned_away.__name__: workflow_id(retry_id(FORMER)),
}
"""Ids of runs of another execution than the usual one."""


def read_history(path: Path) -> WorkflowHistory:
    """Return a history under the id that its run had."""
    name = _NAMES.get(path.stem, workflow_id(EXECUTION))
    return WorkflowHistory.from_json(name, path.read_text(encoding="utf-8"))
