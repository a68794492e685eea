"""How long a task of a workflow may compute in tests before the SDK takes it for stuck.

Two seconds are enough on a machine of one's own. Where six measured processes share two cores they
are not, and what was once taken for stuck can never be put out of the cache: the run would hang.
"""

from typing import Final

import pytest

SECONDS: Final = 60
_READ_IN: Final = "temporalio.worker._workflow._WorkflowWorker._deadlock_timeout_seconds"


def be_patient(patch: pytest.MonkeyPatch) -> None:
    """Have workers and replayers of this process wait so long, whatever they set themselves."""
    patch.setattr(_READ_IN, property(lambda _: SECONDS, lambda _, __: None), raising=False)
