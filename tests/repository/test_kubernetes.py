"""What runs workers on Kubernetes says what is true of them."""

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from contracts import TASK_QUEUE
from runtime.settings import ENV_PREFIX, Settings
from tests.support.paths import ROOT

MANIFESTS: Final = ROOT / "deploy" / "kubernetes" / "phoenix.yaml"
DOCUMENT: Final = ROOT / "docs" / "kubernetes.md"
_SDKS: Final = {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}


@pytest.fixture(scope="module")
def kinds() -> dict[str, dict[str, Any]]:
    """Return the manifests by their kind."""
    found: list[dict[str, Any]] = list(yaml.safe_load_all(MANIFESTS.read_text(encoding="utf-8")))
    return {manifest["kind"]: manifest for manifest in found}


@pytest.fixture(scope="module")
def pod(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what a worker's pod is made of."""
    made: dict[str, Any] = kinds["Deployment"]["spec"]["template"]["spec"]
    return made


def test_kubernetes_can_read_the_manifests() -> None:
    """Every field is one of its schemas', which are packaged: no cluster is needed."""
    checked = subprocess.run(
        [
            str(Path(sys.executable).with_name("kubernetes-validate")),
            "--strict",
            str(MANIFESTS),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_variable_is_a_setting(kinds: dict[str, dict[str, Any]], pod: dict[str, Any]) -> None:
    """A worker refuses names that are none, and so does this."""
    own = {f"{ENV_PREFIX}{name.upper()}" for name in Settings.model_fields}
    given = {*kinds["ConfigMap"]["data"], *(each["name"] for each in pod["containers"][0]["env"])}

    assert given <= own | _SDKS


def test_a_pod_is_given_longer_to_stop_than_a_worker_takes(pod: dict[str, Any]) -> None:
    """Nobody kills a worker that is publishing."""
    takes = Settings().graceful_shutdown_seconds

    assert takes < pod["terminationGracePeriodSeconds"] <= takes + 30


def test_a_deaf_worker_is_restarted_and_one_without_temporal_has_time(
    pod: dict[str, Any],
) -> None:
    """The probe is the image's own, and waits for minutes before it restarts anything."""
    worker = pod["containers"][0]
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\", "")

    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert worker[probe]["exec"]["command"][-1] in image
    alive = worker["livenessProbe"]
    assert alive["failureThreshold"] * alive["periodSeconds"] == 600


def test_a_pod_can_change_nothing_but_its_own_folders(pod: dict[str, Any]) -> None:
    """Whoever gets into a worker finds no key to the cluster and nothing to write to."""
    worker = pod["containers"][0]

    assert worker["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["automountServiceAccountToken"] is False
    writable = {each["mountPath"] for each in worker["volumeMounts"] if not each.get("readOnly")}
    assert writable == {"/var/lib/phoenix", "/tmp"}  # noqa: S108 - the pod's own


def test_what_scales_workers_looks_at_their_task_queue() -> None:
    """The example follows the queue that workers really ask."""
    assert f"taskQueue: {TASK_QUEUE}\n" in DOCUMENT.read_text(encoding="utf-8")
