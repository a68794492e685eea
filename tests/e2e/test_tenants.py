"""Two tenants on one installation: what one has, the other does not reach by any name."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image

from contracts import CampaignPayload, CampaignRequest, FailureReason
from runtime.files.request import read_request
from tests.e2e.command_line import REQUEST, CommandLine

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

FEED = "date,text\n2026-03-01,Un secreto de la casa\n"
SECRET = "secreto de la casa"  # noqa: S105 - it is only not for the others


@dataclass(frozen=True)
class Tenant:
    """One of several tenants of an installation."""

    line: CommandLine
    id: UUID

    def request(self, *lines: str, logo: str = "") -> str:
        """Return a request of this tenant."""
        branded = REQUEST.replace("{name: Walks}", f"{{name: Walks{logo and f', logo: {logo}'}}}")
        return "\n".join([branded + f"tenant_id: {self.id}", "max_retries: 0", *lines, ""])

    def texts(self) -> str:
        """Return everything that lies in the tenant's folders, as text."""
        folders = [self.line.home / "artifacts" / str(self.id)]
        folders += [self.line.home / "outbox" / str(self.id)]
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return "\n".join(path.read_text("utf-8", "replace") for path in files)

    def names(self) -> set[str]:
        """Return the names of the tenant's artefacts."""
        found = (self.line.home / "artifacts" / str(self.id)).rglob("*")
        return {path.name for path in found if path.is_file()}


@pytest.fixture
def own(phoenix: CommandLine) -> Tenant:
    """Return a tenant."""
    return Tenant(phoenix, uuid4())


@pytest.fixture
def stranger(phoenix: CommandLine) -> Tenant:
    """Return another tenant of the same installation."""
    return Tenant(phoenix, uuid4())


@pytest.fixture
def published(own: Tenant, tmp_path: Path) -> CampaignRequest:
    """Return the request of a campaign that the tenant has out, with a feed and a logo."""
    (tmp_path / "feed.csv").write_text(FEED)
    Image.new("RGB", (64, 64), "#224466").save(tmp_path / "logo.png")
    text = own.request("sources: [feed.csv]", logo="logo.png")
    own.line.listens(own.line.start(tmp_path, text)["execution_id"])
    return read_request(tmp_path / "request.yaml").request


def test_tenants_have_folders_of_their_own(own: Tenant, published: CampaignRequest) -> None:
    """What a request brings along, what is made of it and what went out lie with its tenant."""
    assert published.brand.logo is not None
    assert {published.brand.logo.sha256, published.sources[0].artifact.sha256} <= own.names()
    assert (own.line.home / "outbox" / str(own.id) / "index.html").is_file()
    assert SECRET in own.texts()


def test_a_source_of_another_tenant_is_not_found(
    published: CampaignRequest, stranger: Tenant, tmp_path: Path
) -> None:
    """A request that names another tenant's feed by its digest goes on without it."""
    source = published.sources[0].model_dump_json()
    started = stranger.line.start(tmp_path, stranger.request(f"sources: [{source}]"))
    stranger.line.listens(started["execution_id"])

    log = json.dumps(stranger.line.json("status", started["execution_id"]))

    assert published.sources[0].artifact.sha256 not in stranger.names()
    assert SECRET not in stranger.texts() + log


def test_a_logo_of_another_tenant_is_not_found(
    published: CampaignRequest, stranger: Tenant, tmp_path: Path
) -> None:
    """A request that names another tenant's logo ends classified, and nothing of it is there."""
    assert published.brand.logo is not None
    text = stranger.request(logo=published.brand.logo.model_dump_json())

    ended: CampaignPayload = stranger.line.result(
        stranger.line.start(tmp_path, text)["execution_id"]
    )

    assert ended.terminal_reason is FailureReason.PLATFORM_ERROR
    assert published.brand.logo.sha256 in str(ended.terminal_details)
    assert str(stranger.id) in str(ended.terminal_details)
    assert published.brand.logo.sha256 not in stranger.names()
    assert not (stranger.line.home / "outbox" / str(stranger.id)).exists()


def test_an_execution_of_another_tenant_is_refused(
    published: CampaignRequest, stranger: Tenant, tmp_path: Path
) -> None:
    """Who chooses another tenant's execution id is not answered with that tenant's campaign."""
    text = stranger.request(f"execution_id: {published.execution_id}")
    before = stranger.line.status(str(published.execution_id))

    refused = stranger.line("start", stranger.line.request(tmp_path, text), "--json")

    assert refused.returncode == 1
    assert "taken by a different request" in json.loads(refused.stdout)["message"]
    assert str(published.tenant_id) not in refused.stdout + refused.stderr
    assert stranger.line.status(str(published.execution_id)) == before
    assert stranger.names() == set()


def test_a_tenant_with_an_open_campaign_is_not_erased(
    own: Tenant, stranger: Tenant, published: CampaignRequest
) -> None:
    """The command names it with status 1, an unknown one with 2, and nothing is touched."""
    names = own.names()

    refused = own.line("tenant", "erase", str(own.id), "--yes")
    unknown = own.line("tenant", "erase", str(stranger.id))

    assert refused.returncode == 1
    assert f"(campaign-{published.execution_id})" in refused.stderr
    assert own.names() == names
    assert unknown.returncode == 2
    assert f"there is no tenant {stranger.id} here" in unknown.stderr
