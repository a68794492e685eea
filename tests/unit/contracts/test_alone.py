"""The contracts need pydantic and nothing else."""

import subprocess
import sys

from tests.support.builders import request
from tests.support.paths import ROOT

PROGRAM = """
import importlib, pkgutil, sys

OWN = {"contracts", "pydantic", "pydantic_core", "annotated_types", "typing_extensions",
       "typing_inspection"}

class NothingElse:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        standard = top in sys.stdlib_module_names or top.startswith("_sysconfigdata")
        if top not in OWN and not standard:
            raise ModuleNotFoundError(f"{name} is not installed", name=name)

sys.meta_path.insert(0, NothingElse())
import contracts
for module in pkgutil.iter_modules(contracts.__path__, "contracts."):
    importlib.import_module(module.name)
print(contracts.CampaignRequest.model_validate_json(sys.stdin.read()).name)
print(*sorted(name for name in sys.modules if name.startswith(("temporalio", "transitions"))))
try:
    import temporalio
except ModuleNotFoundError:
    print("blocked")
"""


def test_the_contracts_work_where_only_pydantic_is_installed() -> None:
    """A service that only speaks the contracts pulls in neither Temporal nor anything else."""
    text = request().model_dump_json()

    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        check=False,
    )

    assert ran.stderr == ""
    assert ran.stdout.splitlines() == [request().name, "", "blocked"]
