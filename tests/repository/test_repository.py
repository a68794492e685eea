"""The repository itself: locks, containers and commands say what is true."""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from runtime.embedded.server import SERVER_TUNING
from runtime.settings import Settings
from runtime.temporal.attributes import TYPES, spelled
from tests.support.paths import DOCUMENTS, ROOT

COMPOSE: Final = ROOT / "docker-compose.yml"
WORKERS: Final = ("worker", "worker-compute", "worker-publish")
LOCKS: Final = (
    "requirements.txt",
    "requirements-dev.txt",
    "tests/networks/mastodon/requirements.txt",
)
TRACKED_BY_HAND: Final = (
    *DOCUMENTS,
    *LOCKS,
    "Makefile",
    "Dockerfile",
    "docker-compose.yml",
    "pyproject.toml",
    ".ci/run",
    *(
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "deploy").rglob("*.*"))
        if path.parent.name != "__pycache__"
    ),
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "examples").rglob("*.[!m]*"))),
)
_PIN: Final = re.compile(r"^([a-z0-9][a-z0-9.\-\[\]]*)==([^ ;\\]+)")
_MACHINE_PATH: Final = re.compile(r"(?<![\w.])/(?:root|home|Users)/")


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

    unpinned = [name for name in images + bases if not re.search(r":v?\d+\.\d+", name)]
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

    assert {name for name in lasting if "healthcheck" not in known[name]} == set(WORKERS)
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
    assert given == {"POSTGRES_PASSWORD_FILE", "PHOENIX_CODEC_TOKENS"}


def test_every_port_is_bound_to_this_machine() -> None:
    """Neither Temporal nor its Web UI is offered to the network."""
    ports = [port for service in services().values() for port in service.get("ports", [])]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_worker_is_given_longer_to_stop_than_it_takes() -> None:
    """A stopping container lets a publication finish before it is killed."""
    graces = [int(services()[name]["stop_grace_period"].removesuffix("s")) for name in WORKERS]

    default = Settings.model_fields["graceful_shutdown_seconds"].default
    assert min(graces) > default


def test_every_worker_is_observed() -> None:
    """No role is missing from the metrics."""
    text = (ROOT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8")
    (scraped,) = yaml.safe_load(text)["scrape_configs"]

    assert set(scraped["dns_sd_configs"][0]["names"]) == set(WORKERS)


def test_the_namespace_gets_every_search_attribute() -> None:
    """The containers' set-up registers what workers need, with the right types."""
    script = (ROOT / "deploy/temporal/setup-namespace.sh").read_text(encoding="utf-8")

    registered = dict(re.findall(r"(Phoenix\w+):(\w+)", script))
    assert registered == {name: spelled(kind) for name, kind in TYPES.items()}


def test_the_containers_keep_turns_and_rates_as_the_embedded_server_does() -> None:
    """What was measured with the embedded server holds for the containers' too."""
    text = (ROOT / "deploy/temporal/dynamicconfig.yaml").read_text(encoding="utf-8")
    embedded = [flag.partition("=") for flag in SERVER_TUNING if flag.startswith("matching.")]

    assert yaml.safe_load(text) == {
        name: [{"value": yaml.safe_load(value)}] for name, _, value in embedded
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_has_a_hash_for_every_package(lock: str) -> None:
    """An installation gets exactly these packages, from whatever index a machine uses."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)

    assert "://" not in text
    assert not re.search(r"^--?[a-z]", text, flags=re.MULTILINE)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_of_bluesky_s_servers_names_no_host() -> None:
    """Each package is the one whose digest is written down, from whatever registry it comes."""
    lock = ROOT / "tests/networks/bluesky/package-lock.json"
    packages: dict[str, dict[str, Any]] = json.loads(lock.read_text(encoding="utf-8"))["packages"]

    del packages[""]  # the tests' own, which is not fetched
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


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


@pytest.mark.parametrize("name", TRACKED_BY_HAND)
def test_no_file_names_a_path_of_somebodys_machine(name: str) -> None:
    """The repository works wherever it is cloned."""
    text = (ROOT / name).read_text(encoding="utf-8")

    assert _MACHINE_PATH.findall(text) == []
