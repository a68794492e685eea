"""The repository is built as it was decided."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from contracts import CampaignState
from contracts.errors import CampaignError
from tests.support.paths import ROOT

PACKAGES = ("activities", "console", "contracts", "domain", "runtime", "workflows")
MODULES = sorted(
    path.relative_to(ROOT)
    for pattern in (*(f"{name}/**/*.py" for name in (*PACKAGES, "tests")), "*.py")
    for path in ROOT.glob(pattern)
)
MOST_LINES = 250
REASON_TO_BE_LONG = re.compile(rf"^Longer than {MOST_LINES} lines because\s\w", re.MULTILINE)
"""How the docstring of a longer file begins the sentence that gives its reason."""
MOST_LINES_AT_ALL = 400
"""No reason is good enough for more."""
MOST_LINES_OF_A_PROGRAM = 120
STAGES = {
    CampaignState.RADAR_SCAN: "radar",
    CampaignState.STRATEGY_GEN: "strategy",
    CampaignState.CONTENT_PROD: "content",
    CampaignState.QUALITY_AUDIT: "audit",
    CampaignState.PUBLISH: "publish",
    CampaignState.LEARN: "learn",
}
"""The folder of each stage's activity."""


def text_of(module: Path) -> str:
    """Return a module's source."""
    return (ROOT / module).read_text(encoding="utf-8")


def test_imports_point_one_way() -> None:
    """Every import rule that the project declares holds."""
    linter = Path(sys.executable).with_name("lint-imports")

    ran = subprocess.run(
        [linter, "--no-cache"], capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert " 0 broken" in ran.stdout


def test_a_module_says_in_its_first_sentence_what_it_is_for() -> None:
    """A reader who opens a file knows at once whether it is the right one."""
    docstrings = {module: ast.get_docstring(ast.parse(text_of(module))) or "" for module in MODULES}

    firsts = {module: text.split("\n\n", maxsplit=1)[0] for module, text in docstrings.items()}

    assert firsts
    assert {
        str(module): first
        for module, first in firsts.items()
        if not first.rstrip().endswith((".", ":"))
    } == {}


def test_a_module_can_be_read_in_one_sitting() -> None:
    """No file has more lines than a reader can hold in mind, unless its docstring says why."""
    lines = {str(module): text_of(module).count("\n") for module in MODULES}
    with_reason = {
        str(module)
        for module in MODULES
        if REASON_TO_BE_LONG.search(ast.get_docstring(ast.parse(text_of(module))) or "")
    }

    long = {module for module, count in lines.items() if count > MOST_LINES}
    too_long = {module: count for module, count in lines.items() if count > MOST_LINES_AT_ALL}

    assert long - with_reason == set(), "split them, or say why in their docstrings"
    assert with_reason - long == set(), "the reason is no longer needed"
    assert too_long == {}


def test_no_module_is_a_drawer_of_odds() -> None:
    """A name tells what is in a file, and so what is not."""
    odds = {"utils", "util", "helpers", "common", "misc"}

    assert [str(module) for module in MODULES if odds.intersection(module.parts[:-1])] == []
    assert [str(module) for module in MODULES if module.stem in odds] == []


def test_the_programs_parse_call_and_exit() -> None:
    """What the two programs do can be used without them, and they are read in a minute."""
    for program in ("starter.py", "worker.py"):
        assert text_of(Path(program)).count("\n") < MOST_LINES_OF_A_PROGRAM, program


def test_a_worker_is_put_together_in_one_place() -> None:
    """Tests, benchmarks and operators run the same worker."""
    made = [
        str(module)
        for module in MODULES
        if module.parts[0] != "tests" and re.search(r"\bWorker\($", text_of(module), re.MULTILINE)
    ]

    assert made == ["runtime/temporal/worker.py"]


def test_every_stage_has_its_folder_and_its_activity() -> None:
    """Whoever knows the states finds the code: one folder per stage, the same file in each."""
    folders = {path.parent.name for path in (ROOT / "activities").glob("*/activity.py")}

    assert set(STAGES) == set(CampaignState) - {CampaignState.IDLE, CampaignState.FAILED}
    assert folders == {"admission", *STAGES.values()}


def test_every_stage_is_documented_under_its_state() -> None:
    """An activity's module names the state that it serves."""
    for state, folder in STAGES.items():
        docstring = ast.get_docstring(ast.parse(text_of(Path(f"activities/{folder}/activity.py"))))
        assert state in str(docstring)


def test_every_error_of_the_domain_has_its_class() -> None:
    """No error can be added that leaves a campaign's end unclassified."""
    kinds = CampaignError.__subclasses__()

    unclassified = [kind for kind in kinds if not hasattr(kind, "reason")]

    assert kinds
    assert unclassified == []


def test_no_test_waits_for_a_fixed_time() -> None:
    """A test is as fast as what it tests, and a slow machine makes none of them fail."""
    sleeps = re.compile(r"\b(?:asyncio|time)\.sleep\((?!0[,)])")
    tests = [module for module in MODULES if module.name.startswith("test_")]

    assert tests
    assert [str(module) for module in tests if sleeps.search(text_of(module))] == []


def test_no_test_module_is_another_ones_library() -> None:
    """A test can be read, moved and deleted without looking at the others."""
    tests = [module for module in MODULES if module.parts[0] == "tests"]
    borrowed = re.compile(r"^from tests\.[\w.]*\btest_\w+ import", re.MULTILINE)

    assert tests
    assert [str(module) for module in tests if borrowed.search(text_of(module))] == []
