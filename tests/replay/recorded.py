"""The recorded histories, as a replayer takes them."""

from pathlib import Path
from typing import Final

from temporalio.client import WorkflowHistory

from contracts import workflow_id
from tests.replay.scenarios_of_people import MISNAMED, misnamed
from tests.support.builders import EXECUTION

RECORDED: Final = tuple(sorted((Path(__file__).with_name("histories")).glob("*/*.json")))
"""Of every release."""


def read_history(path: Path) -> WorkflowHistory:
    """Return a history under the id that its run had."""
    name = MISNAMED if path.stem == misnamed.__name__ else workflow_id(EXECUTION)
    return WorkflowHistory.from_json(name, path.read_text(encoding="utf-8"))
