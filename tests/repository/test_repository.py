"""The repository itself: locks, containers, documents and commands say what is true."""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from console.app import COMMANDS
from runtime.settings import ENV_PREFIX, Settings
from runtime.temporal.attributes import TYPES, spelled
from tests.support.paths import ROOT

COMPOSE: Final = ROOT / "docker-compose.yml"
LOCKS: Final = ("requirements.txt", "requirements-dev.txt")
DOCUMENTS: Final = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))),
)
TRACKED_BY_HAND: Final = (
    *DOCUMENTS,
    *LOCKS,
    "Makefile",
    "Dockerfile",
    "docker-compose.yml",
    "pyproject.toml",
    ".ci/run",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "deploy").rglob("*.*"))),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "examples").rglob("*.[!m]*"))),
)
_PIN: Final = re.compile(r"^([a-z0-9][a-z0-9.\-\[\]]*)==([^ ;\\]+)")
_MACHINE_PATH: Final = re.compile(r"(?<![\w.])/(?:root|home|Users)/")
_ADR_STATUS: Final = re.compile(
    r"^Status: (accepted · \d{4}-\d{2}-\d{2}( · supersedes \[\d+\]\([\w.-]+\))?"
    r"|superseded by \[\d+\]\([\w.-]+\))$",
    re.MULTILINE,
)
_TWO_SENTENCES: Final = re.compile(r"[a-zà-ÿ`)]{2}\. [A-Z]")


def compose() -> dict[str, Any]:
    """Read the Compose file."""
    value: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return value


def services() -> dict[str, dict[str, Any]]:
    """Return the services of the Compose file."""
    value: dict[str, dict[str, Any]] = compose()["services"]
    return value


def pins(lock: str) -> dict[str, str]:
    """Return the packages of a lock with their versions."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := _PIN.match(line))}


def targets() -> set[str]:
    """Return the targets of the Makefile that are meant for people."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*?## ", text, flags=re.MULTILINE))


def prose(document: str) -> Iterator[str]:
    """Yield a document's lines without code blocks and tables."""
    in_code = False
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code and not line.startswith("|"):
            yield re.sub(r"`[^`]*`", "code", line)


def test_the_compose_file_follows_its_specification() -> None:
    """Docker Compose can read the file; the schema is a packaged one, so no network is needed."""
    checked = subprocess.run(
        [
            str(Path(sys.executable).with_name("check-jsonschema")),
            "--builtin-schema",
            "vendor.compose-spec",
            str(COMPOSE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_image_is_pinned() -> None:
    """The same containers start today and in a year."""
    images = [service["image"] for service in services().values()]
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)

    unpinned = [name for name in images + bases if not re.search(r":\d+\.\d+", name)]
    assert unpinned == []


def test_the_builder_is_sent_everything_that_is_copied_into_the_image() -> None:
    """No package is missing from the image because it was left out of the build's context."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    copied = {
        name.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, flags=re.MULTILINE)
        for name in line.split()
    }
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert copied
    assert {name for name in copied if f"!{name}" not in ignored} == set()


def test_what_stays_up_is_checked_and_what_runs_once_is_waited_for() -> None:
    """A service starts when what it needs works, not when it was merely begun."""
    known = services()
    lasting = {
        name for name, service in known.items() if service.get("restart") == "unless-stopped"
    }
    conditions = {
        (needed, wanted["condition"])
        for service in known.values()
        for needed, wanted in service.get("depends_on", {}).items()
    }

    assert {name for name in lasting if "healthcheck" not in known[name]} == {"worker"}
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for needed, condition in conditions:
        lasts = needed in lasting
        assert condition == ("service_healthy" if lasts else "service_completed_successfully")


@pytest.mark.parametrize(("age", "status"), [(0, 0), (120, 1), (None, 1)])
def test_the_images_health_check_goes_by_the_time_of_the_ready_file(
    tmp_path: Path, age: float | None, status: int
) -> None:
    """A worker that is stuck, or whose file is not there yet, is not called healthy."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    command = json.loads(text.partition("HEALTHCHECK")[2].partition("CMD ")[2].splitlines()[0])
    ready = tmp_path / "ready"
    if age is not None:
        ready.touch()
        then = time.time() - age
        os.utime(ready, (then, then))

    run = subprocess.run(
        command,
        env={**os.environ, "PHOENIX_READY_FILE": str(ready)},
        check=False,
        stderr=subprocess.DEVNULL,
    )

    assert run.returncode == status


def test_no_secret_stands_in_the_containers_files() -> None:
    """Passwords are made on first use and never written into the repository."""
    environments = [service.get("environment", {}) for service in services().values()]
    secret = re.compile(r"PASSWORD|PWD|SECRET|TOKEN|API_KEY")

    given = {name for entry in environments for name in entry if secret.search(name)}
    assert given == {"POSTGRES_PASSWORD_FILE"}


def test_every_port_is_bound_to_this_machine() -> None:
    """Neither Temporal nor its Web UI is offered to the network."""
    ports = [port for service in services().values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_worker_is_given_longer_to_stop_than_it_takes() -> None:
    """A stopping container lets a publication finish before it is killed."""
    grace = int(services()["worker"]["stop_grace_period"].removesuffix("s"))

    default = Settings.model_fields["graceful_shutdown_seconds"].default
    assert grace > default


def test_the_namespace_gets_every_search_attribute() -> None:
    """The containers' set-up registers what workers need, with the right types."""
    script = (ROOT / "deploy/temporal/setup-namespace.sh").read_text(encoding="utf-8")

    registered = dict(re.findall(r"(Phoenix\w+):(\w+)", script))
    assert registered == {name: spelled(kind) for name, kind in TYPES.items()}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_has_a_hash_for_every_package(lock: str) -> None:
    """An installation gets exactly these packages, from whatever index a machine uses."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)

    assert "://" not in text
    assert not re.search(r"^--?[a-z]", text, flags=re.MULTILINE)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_tests_run_with_the_packages_that_are_shipped() -> None:
    """What the development lock shares with the other has the same version."""
    shipped, tested = pins("requirements.txt"), pins("requirements-dev.txt")

    assert shipped
    assert {name: tested.get(name) for name in shipped} == shipped


def test_the_locks_hold_what_the_project_asks_for() -> None:
    """Nobody forgot to resolve anew after a dependency was added."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["project"]["dependencies"]
    shipped += project["project"]["optional-dependencies"]["orchestrator"]
    wanted = shipped + project["dependency-groups"]["dev"]

    asked = {re.split(r"[\[<>=!~ ]", line, maxsplit=1)[0].lower() for line in wanted}
    assert asked - {re.sub(r"\[.*", "", name) for name in pins("requirements-dev.txt")} == set()


def test_every_setting_is_documented_with_its_default() -> None:
    """An operator finds each variable in one table, and no variable that does not exist."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    rows = dict(re.findall(rf"^\| `({ENV_PREFIX}\w+)` \| ([^|]+) \|", text, flags=re.MULTILINE))
    wanted = {f"{ENV_PREFIX}{name.upper()}": field for name, field in Settings.model_fields.items()}

    assert set(rows) == set(wanted)
    for name, field in wanted.items():
        if isinstance(field.default, int | float):
            assert rows[name].strip("` ") == str(field.default)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_in_a_document_exists(document: str) -> None:
    """What a reader types is there."""
    text = (ROOT / document).read_text(encoding="utf-8")

    assert set(re.findall(r"starter\.py ([a-z]+)", text)) <= set(COMMANDS)
    assert set(re.findall(r"starter\.py (ledger [a-z]+)", text)) <= set(COMMANDS)
    assert set(re.findall(r"(?:^\$ |`)make ([a-z-]+)", text, flags=re.MULTILINE)) <= targets()


def test_the_readme_tells_of_every_command_what_its_help_tells() -> None:
    """The table of commands is complete, and says the same as `--help`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [f"| `starter.py {one.name}` | {one.help} |" for one in COMMANDS.values()]

    wanted = "\n".join(
        ["<!-- commands:begin -->", "| command | what it does |", "| --- | --- |", *rows]
    )
    wanted += "\n<!-- commands:end -->"
    assert wanted in text, f"README.md has to hold these lines:\n{wanted}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_repository_leads_somewhere(document: str) -> None:
    """A reader who follows a link arrives."""
    path = ROOT / document
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_prose_has_one_sentence_on_a_line(document: str) -> None:
    """A change of one sentence is a change of one line."""
    crowded = [line for line in prose(document) if _TWO_SENTENCES.search(line)]

    assert crowded == []


@pytest.mark.parametrize("name", TRACKED_BY_HAND)
def test_no_file_names_a_path_of_somebodys_machine(name: str) -> None:
    """The repository works wherever it is cloned."""
    text = (ROOT / name).read_text(encoding="utf-8")

    assert _MACHINE_PATH.findall(text) == []


def test_decisions_have_the_five_parts_on_a_page() -> None:
    """Each decision says what was asked, known and decided, what it costs and what would end it."""
    parts = ("Question", "What we know", "Decision", "Price", "Would change our mind")
    page = 60

    for path in sorted((ROOT / "docs/adr").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert [part for part in parts if f"**{part}.**" not in text] == [], path.name
        assert _ADR_STATUS.search(text), path.name
        assert len(text.splitlines()) <= page, path.name


def test_ci_ends_with_the_readmes_own_test_command() -> None:
    """What CI runs last is what a reader runs, and a failure before it stops the run."""
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()

    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "set -euo pipefail" in lines
    assert "export CI=true" in lines
    assert "MEASURED ?= $(if $(CI),$(COVERAGE))" in makefile  # so the gate is a part of it
    assert lines[-1].split() == ["make", "--no-print-directory", "test"]
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
