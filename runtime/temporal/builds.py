"""Builds of workers: which one a worker is, and which ones Temporal gives work to (ADR 53)."""

from dataclasses import dataclass
from typing import Final

from temporalio.api.deployment.v1 import WorkerDeploymentVersion as Known
from temporalio.api.taskqueue.v1 import TaskQueueVersioningInfo
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import WorkerDeploymentConfig

from runtime.settings import Settings

Build = WorkerDeploymentVersion | None
"""`None` is that of the workers that are given no build id."""

BEHAVIOUR: Final = VersioningBehavior.AUTO_UPGRADE
"""Campaigns and slots go to whichever build their work is routed to at each task, and come back
when it is taken from it. It is no trait of the workflows: with one, a worker without a build id
could complete no task of theirs."""

_ALL: Final = 100.0
_ROUTE: Final = "temporal worker deployment set-{}-version --deployment-name {}"


@dataclass(frozen=True)
class Routing:
    """Which builds get the work of a task queue."""

    current: Build = None
    ramping: Build = None
    percentage: float = 0.0
    """Of the campaigns, those that go to the ramping build."""

    @property
    def builds(self) -> list[Build]:
        """Those that get any."""
        gets_rest = self.percentage < _ALL
        return [self.current] * gets_rest + [self.ramping] * (self.percentage > 0)

    @property
    def deployment(self) -> str | None:
        """The deployment that a build of it belongs to, if one does."""
        builds = [build for build in (self.current, self.ramping) if build is not None]
        return builds[0].deployment_name if builds else None

    def __str__(self) -> str:
        """Return it in words."""
        if not self.percentage:
            return named(self.current)
        return f"{named(self.current)}, and {self.percentage:g} % of it to {named(self.ramping)}"


def build_of(settings: Settings) -> Build:
    """Return the build of a worker with these settings."""
    if settings.build_id is None:
        return None
    return WorkerDeploymentVersion(settings.deployment_name, settings.build_id)


def deployment_of(settings: Settings) -> WorkerDeploymentConfig | None:
    """Return how a worker with these settings takes part in versioning, if it does."""
    build = build_of(settings)
    if build is None:
        return None
    return WorkerDeploymentConfig(
        version=build, use_worker_versioning=True, default_versioning_behavior=BEHAVIOUR
    )


def known_build(version: Known) -> Build:
    """Return a build as Temporal names it."""
    if not version.build_id:
        return None
    return WorkerDeploymentVersion(version.deployment_name, version.build_id)


def known_routing(told: TaskQueueVersioningInfo) -> Routing:
    """Return a routing as Temporal tells it."""
    return Routing(
        known_build(told.current_deployment_version),
        known_build(told.ramping_deployment_version),
        told.ramping_version_percentage,
    )


def named(build: Build) -> str:
    """Return a build as Temporal's Web UI writes it."""
    if build is None:
        return "workers without a build id"
    return f"{build.deployment_name}:{build.build_id}"


def how_to_route(build: Build, routing: Routing) -> str:
    """Return the command that gives all work to a build."""
    if build is None:
        return f"{_ROUTE.format('current', routing.deployment)} --unversioned"
    return f"{_ROUTE.format('current', build.deployment_name)} --build-id {build.build_id}"


def how_to_stop_ramp(routing: Routing) -> str:
    """Return the command that leaves all work to the current build."""
    ramping = routing.ramping
    which = "--unversioned" if ramping is None else f"--build-id {ramping.build_id}"
    return f"{_ROUTE.format('ramping', routing.deployment)} {which} --delete"
