"""Request files: what is read from them, and how their faults are told."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from activities.store import LocalArtifactStores
from contracts import DEFAULT_TENANT
from runtime.files.request import read_request
from runtime.refusals import WrongUse

PLAIN = """\
name: Botella térmica de otoño
product: Botella térmica de 750 ml
purpose: Que quien camina cada día la conozca
audience: Personas que van a pie al trabajo
core_message: Caliente hasta la tarde
call_to_action: Ver la botella
language: es
channels:
  - {channel: instagram, placement: feed}
  - {channel: email, placement: newsletter}
budget: {total: 1200}
brand: {name: Ribera}
landing_url: https://example.org/botella
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a request file of the given text."""

    def _write(text: str, name: str = "request.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def test_the_same_file_is_the_same_execution(write: Write) -> None:
    """Submitting a file twice asks for one run, whatever it is called and however it is spelled."""
    first = read_request(write(PLAIN)).request
    respelled = PLAIN.replace("total: 1200", "total: 1200.0, currency: EUR")
    second = read_request(write(respelled, "copy.yml")).request

    assert first == second
    assert first.tenant_id == DEFAULT_TENANT


def test_json_is_read_like_yaml(write: Write) -> None:
    """A program may submit the same request as JSON."""
    request = read_request(write(PLAIN)).request
    text = request.model_dump_json(exclude={"execution_id", "campaign_id", "tenant_id"})

    assert read_request(write(text, "request.json")).request == request


def test_other_content_is_another_execution_of_the_same_campaign(write: Write) -> None:
    """A changed request is not mistaken for the one that ran before."""
    first = read_request(write(PLAIN)).request
    second = read_request(write(PLAIN.replace("1200", "1300"))).request

    assert first.execution_id != second.execution_id
    assert first.campaign_id == second.campaign_id


def test_a_new_execution_is_asked_for_on_purpose(write: Write) -> None:
    """--new-execution runs the same campaign again, also when the file names an execution."""
    given = "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001"
    path = write(f"{PLAIN}execution_id: {given}\n")

    again = [read_request(path, new_execution=True).request for _ in range(2)]

    assert len({given, *(str(request.execution_id) for request in again)}) == 3
    assert read_request(path).request.execution_id == UUID(given)


async def test_sources_and_logo_travel_by_digest(write: Write, tmp_path: Path) -> None:
    """Files that the request names are stored under their digests, and nothing is before that."""
    feed, logo = b"<rss/>", b"\x89PNG\r\n\x1a\n..."
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds/news.xml").write_bytes(feed)
    (tmp_path / "logo.png").write_bytes(logo)
    text = PLAIN.replace("{name: Ribera}", "{name: Ribera, logo: logo.png}")
    prepared = read_request(write(f"{text}sources: [feeds/news.xml]\n"))
    stores = LocalArtifactStores(tmp_path / "artifacts")

    assert not (tmp_path / "artifacts").exists()
    await prepared.store(stores)

    store = stores.of(DEFAULT_TENANT)
    assert await stores.tenants() == [DEFAULT_TENANT]

    source = prepared.request.sources[0]
    assert source.name == "news.xml"
    assert source.artifact.sha256 == sha256(feed).hexdigest()
    assert await store.get(source.artifact.sha256) == feed
    assert prepared.request.brand.logo is not None
    assert await store.get(prepared.request.brand.logo.sha256) == logo


def test_a_changed_feed_is_another_execution(write: Write, tmp_path: Path) -> None:
    """The content of a feed belongs to the request, not only its name."""
    path = write(f"{PLAIN}sources: [news.xml]\n")
    (tmp_path / "news.xml").write_text("<rss>monday</rss>")
    monday = read_request(path).request
    (tmp_path / "news.xml").write_text("<rss>tuesday</rss>")

    assert read_request(path).request.execution_id != monday.execution_id


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("audiense: everybody", "audiense: is not a field"),
        ("execution_id: next", "execution_id: must be a UUID"),
        ("campaign_id: 7", "campaign_id: .*UUID"),
        ("budget: {total: -1}", "budget.total: .*greater than or equal to 0"),
        ("budget: {total: 1e999}", "budget.total: must be a finite number"),
        ("budget: {total: .inf}", "budget.total: .*number"),
        ("timing: {publish_not_before: 2026-03-01T09:00:00}", "must name its offset from UTC"),
        ("timing: {learning_window: soon}", "timing.learning_window"),
        ("language: no", "language: .*'es' or 'en'"),
        ("channels: [{channel: instagram}]", "channels.0.placement: is required"),
        ("channels: [{channel: instagram, placement: billboard}]", "channels.0: .*billboard"),
        ("channels: [{channel: pigeon, placement: post}]", "channels.0: .*pigeon"),
        ("channels: many", "channels: .*array"),
        ("max_retries: 0x10", "max_retries: .*integer"),
        ("review: {mode: true}", "review.mode"),
        ("sources: news.xml", "sources: .*array"),
        ("sources: [7]", "sources.0"),
        ("sources: [missing.xml]", "sources.0: .*missing.xml: does not exist"),
        ("sources: [news.exe]", "sources.0: news.exe must end in"),
        (
            "sources: ['ftp://ana:geheim@example.org/feed.xml']",
            "sources.0: must be a file, given relative to the request, not ftp://…",
        ),
        ("sources: [folder.xml]", "folder.xml: is not a regular file"),
        ("brand: {name: Ribera, logo: fake.png}", "brand.logo: fake.png is not a PNG"),
        ("landing_url: javascript:alert(1)", "landing_url: must be a web address"),
    ],
)
def test_a_fault_is_told_with_file_and_field(
    write: Write, tmp_path: Path, line: str, told: str
) -> None:
    """Whatever is wrong in a request is named, so that it can be put right."""
    (tmp_path / "folder.xml").mkdir()
    (tmp_path / "fake.png").write_text("not a picture")
    field = line.partition(":")[0]
    kept: list[str] = []
    dropped = False
    for one in PLAIN.splitlines():
        dropped = one.startswith(field + ":") or (dropped and one.startswith(" "))
        kept += [] if dropped else [one]
    path = write("\n".join([*kept, line, ""]))

    with pytest.raises(WrongUse, match=rf"^\S*request\.yaml: .*{told}") as refusal:
        read_request(path)

    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: one\nname: two\n", "line 2, column 1: the field 'name' stands twice"),
        ("a: &x [1]\nb: *x\n", "line 1, column 4: anchors and aliases"),
        ("a: !!python/object/apply:os.system [ls]\n", "tags"),
        ("- one\n- two\n", "must hold the fields of one request"),
        ("", "must hold the fields"),
        ("name: [unclosed\n", "line 2, column 1"),
        ("? [a]\n: b\n", "a field's name must be text"),
        ("a: b\n---\nc: d\n", "line 2, column 1"),
        (f"a: {'[' * 1000}", "nested too deeply"),
        (f"max_retries: {'9' * 5000}", "limit"),
        ("name: a\x00b", "special characters"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(write: Write, text: str, told: str) -> None:
    """YAML that hides, repeats or unfolds something is not accepted."""
    with pytest.raises(WrongUse, match=told):
        read_request(write(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"name": "a", "name": "b"}', "name: stands twice, and must stand once"),
        ('{"budget": NaN}', "budget: must be a finite number"),
        ('{"budget": {"total": 1e400}}', "budget.total: must be a finite number"),
        ('{"channels": [{"channel": "x\\ud800"}]}', "channels.0.channel: must not hold half of a"),
        ('{"name": ', "line 1, column 10"),
        ("[" * 100_000, "nested too deeply"),
        (f'{{"a": {"9" * 5000}}}', "limit"),
        ('{"name": "\\ud800"}', "half of a character"),
    ],
)
def test_what_is_no_plain_json_is_refused(write: Write, text: str, told: str) -> None:
    """JSON obeys the same rules as YAML."""
    with pytest.raises(WrongUse, match=told):
        read_request(write(text, "request.json"))


def test_unreadable_files_are_named(write: Write, tmp_path: Path) -> None:
    """A file that is missing, too large, no file, or no text is refused by its name."""
    large, binary = write("#" * 300_000), tmp_path / "binary.yaml"
    binary.write_bytes(b"name: \xff")

    for path, told in (
        (large, "larger than 262,144 bytes"),
        (binary, r"not UTF-8 text \(byte 6\)"),
        (tmp_path, "not a regular file"),
        (tmp_path / "none.yaml", "does not exist"),
    ):
        with pytest.raises(WrongUse, match=told):
            read_request(path)


def test_words_stay_what_they_look_like(write: Write) -> None:
    """A brand called No, a slot at 1:30 and a date in a text are not turned into other values."""
    text = PLAIN.replace("name: Botella térmica de otoño", "name: no")
    text = text.replace("core_message: Caliente hasta la tarde", "core_message: 2026-03-01")

    request = read_request(write(text)).request

    assert request.name == "no"
    assert request.core_message == "2026-03-01"


def test_a_request_that_grows_over_the_limit_is_refused(write: Write) -> None:
    """What Temporal would have to carry is measured, not only what was typed."""
    tabs = {f"key{index}": "\t" * 9000 for index in range(20)}
    path = write(f"{PLAIN}platform_constraints: {json.dumps(tabs)}\n".replace("\\t", "\t"))

    with pytest.raises(WrongUse, match="bytes"):
        read_request(path)
