"""A request takes files along from beneath its own folder, and from nowhere else on the machine.

Longer than 250 lines because every way out of a folder is tried on the same desk.
"""

import os
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import starter
from runtime.files.attachments import MAX_ATTACHMENT_BYTES, Attachment, attach
from runtime.refusals import WrongUse
from tests.support.paths import ROOT

FEED = b"<rss/>"
SECRET = b"the other tenant's"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return the folder of a request, with a feed in it, and a secret beside it."""
    folder = tmp_path / "desk"
    (folder / "feeds").mkdir(parents=True)
    (folder / "feeds/news.xml").write_bytes(FEED)
    (tmp_path / "secret.txt").write_bytes(SECRET)
    return folder


def taken(desk: Path, name: str, *folders: Path) -> Attachment:
    """Return what a request in the folder takes along by this name."""
    fields: dict[str, Any] = {"sources": [name]}
    (attachment,) = attach(desk / "request.yaml", fields, folders)
    assert fields["sources"][0]["artifact"]["sha256"] == attachment.ref.sha256
    return attachment


def refused(desk: Path, name: str, *folders: Path) -> str:
    """Return why a request in the folder may not take this along; field and file are named."""
    told: set[str] = set()
    for field, fields in (
        ("sources.1", {"sources": [{}, name]}),
        ("brand.logo", {"brand": {"logo": name}}),
    ):
        with pytest.raises(WrongUse) as refusal:
            attach(desk / "request.yaml", fields, folders)
        where, _, why = str(refusal.value).partition(f": {field}: ")
        assert where == f"{desk}/request.yaml"
        assert name in why
        told.add(why)
    assert len(told) == 1
    return told.pop()


@pytest.mark.parametrize(
    "name", ["feeds/news.xml", "./feeds/news.xml", "feeds/../feeds/news.xml", "link.xml", "in.xml"]
)
def test_a_file_beneath_the_requests_folder_is_taken(desk: Path, name: str) -> None:
    """Whichever way leads to it, links within the folder included, its own file is its own."""
    (desk / "link.xml").symlink_to("feeds/news.xml")
    (desk / "in.xml").symlink_to(desk / "link.xml")

    assert taken(desk, name).data == FEED
    assert taken(desk, str(desk / name)).data == FEED


def test_a_folder_that_is_reached_by_a_link_is_a_requests_own(desk: Path) -> None:
    """A request that is named through a link to its folder has the files beside it."""
    (desk.parent / "elsewhere").symlink_to(desk)

    assert taken(desk.parent / "elsewhere", "feeds/news.xml").data == FEED


@pytest.mark.parametrize(
    "name", ["../secret.txt", "feeds/../../secret.txt", "out.txt", "up/secret.txt"]
)
def test_a_file_elsewhere_is_refused_whatever_leads_there(desk: Path, name: str) -> None:
    """Neither dots nor links lead a request out of its folder."""
    (desk / "out.txt").symlink_to(desk.parent / "secret.txt")
    (desk / "up").symlink_to("..")

    told = refused(desk, name)

    assert f"lies outside of {desk}; --attach-from names further folders" in told


@pytest.mark.parametrize("name", ["/etc/hosts.txt", "/proc/self/environ.txt", "/dev/zero.txt"])
def test_other_places_of_the_machine_are_refused_alike(desk: Path, name: str) -> None:
    """A refusal does not tell whether there is such a file."""
    assert "lies outside" in refused(desk, name)
    assert "lies outside" in refused(desk, str(desk.parent / "secret.txt"))


@pytest.mark.parametrize("target", ["/proc/self/environ", "/dev/zero", "/dev/stdin", "/proc/1/mem"])
def test_a_link_to_a_process_or_a_device_is_refused(desk: Path, target: str) -> None:
    """What the machine shows as files, such as its environment, is nobody's feed."""
    (desk / "feed.txt").symlink_to(target)

    assert "lies outside" in refused(desk, "feed.txt")


def test_a_folder_whose_name_only_begins_alike_is_another_one(desk: Path) -> None:
    """`desk` does not hold what lies in `desk-of-another`."""
    other = desk.with_name("desk-of-another")
    other.mkdir()
    (other / "feed.txt").write_bytes(SECRET)

    assert "lies outside" in refused(desk, "../desk-of-another/feed.txt")


@pytest.mark.parametrize(
    "name", [".env.txt", ".phoenix/outbox/post.json", "feeds/.cache/x.txt", "l.txt"]
)
def test_what_is_hidden_is_refused(desk: Path, name: str) -> None:
    """State that programs keep where somebody works, such as Phoenix's own, is not taken along."""
    (desk / "l.txt").symlink_to(".env.txt")
    for place in (".env.txt", ".phoenix/outbox/post.json", "feeds/.cache/x.txt"):
        (desk / place).parent.mkdir(parents=True, exist_ok=True)
        (desk / place).write_bytes(SECRET)

    assert "is hidden, or lies in a hidden folder" in refused(desk, name)


def test_what_kubernetes_mounts_beside_a_request_is_taken(desk: Path) -> None:
    """A volume whose files are links into a folder that is exchanged as a whole is no trap."""
    (desk / "..2026_11_28").mkdir()
    (desk / "..2026_11_28/feed.txt").write_bytes(FEED)
    (desk / "..data").symlink_to("..2026_11_28")
    (desk / "feed.txt").symlink_to("..data/feed.txt")

    assert taken(desk, "feed.txt").data == FEED


def test_a_request_may_lie_in_a_hidden_folder(desk: Path) -> None:
    """Only the way from the request on counts: where an operator works is his own affair."""
    hidden = desk / ".drafts"
    hidden.mkdir()
    (hidden / "feed.txt").write_bytes(FEED)

    assert taken(hidden, "feed.txt").data == FEED


def test_a_file_in_a_folder_that_is_named_is_taken(desk: Path) -> None:
    """An operator says which other folders may be used, and how a request leads there is open."""
    shared = desk.parent / "shared"
    shared.mkdir()
    (shared / "news.xml").write_bytes(FEED)

    for name in ("../shared/news.xml", str(shared / "news.xml")):
        assert taken(desk, name, shared).data == FEED
    assert "lies outside" in refused(desk, "../secret.txt", shared)


def test_what_is_no_folder_is_told(desk: Path) -> None:
    """A typing error in --attach-from is not passed over."""
    with pytest.raises(WrongUse, match=r"--attach-from .*none: is not a folder"):
        attach(desk / "request.yaml", {}, [desk / "none"])


def test_what_is_no_file_is_refused_at_once(desk: Path) -> None:
    """A pipe that nobody writes to, a socket and a folder hold nobody up."""
    os.mkfifo(desk / "pipe.txt")
    (desk / "folder.txt").mkdir()
    with closing(socket.socket(socket.AF_UNIX)) as server:
        here = Path.cwd()
        os.chdir(desk)  # the name of a socket is short
        server.bind("socket.txt")
        os.chdir(here)

    for name in ("pipe.txt", "folder.txt", "socket.txt"):
        assert "is not a regular file" in refused(desk, name)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none.txt", "does not exist"),
        ("none/none.txt", "does not exist"),
        ("feeds/news.xml/x.txt", "cannot be read"),
        ("round.txt", "is not a regular file"),
        ("large.txt", "is larger than 5,000,000 bytes"),
    ],
)
def test_what_cannot_be_read_is_named(desk: Path, name: str, told: str) -> None:
    """An operator reads what is wrong with a file."""
    (desk / "round.txt").symlink_to("round.txt")
    (desk / "large.txt").write_bytes(bytes(MAX_ATTACHMENT_BYTES + 1))

    assert told in refused(desk, name)


def test_a_name_that_no_file_can_have_is_refused(desk: Path) -> None:
    """A null character ends no command without a word."""
    with pytest.raises(WrongUse, match=r"sources\.0: .* cannot be read"):
        attach(desk / "request.yaml", {"sources": ["a\0b.txt"]}, [])


def swap_folder(desk: Path) -> None:
    """Put a link to another folder in the place of the feeds."""
    (desk / "feeds").rename(desk / "before")
    (desk / "feeds").symlink_to(desk.parent)


def swap_file(desk: Path) -> None:
    """Put a link to another file in the place of the feed."""
    (desk / "feeds/news.xml").unlink()
    (desk / "feeds/news.xml").symlink_to(desk.parent / "news.xml")


def swap_for_pipe(desk: Path) -> None:
    """Put a pipe in the place of the feed."""
    (desk / "feeds/news.xml").unlink()
    os.mkfifo(desk / "feeds/news.xml")


@pytest.mark.parametrize("swap", [swap_folder, swap_file, swap_for_pipe])
@pytest.mark.parametrize(("module", "name"), [(os.path, "realpath"), (os, "stat")])
def test_what_is_put_in_the_place_of_a_file_meanwhile_is_not_taken(
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    swap: Callable[[Path], None],
    module: Any,
    name: str,
) -> None:
    """Who changes a file for a link just after it was judged gets nothing else of the machine."""
    (desk.parent / "news.xml").write_bytes(SECRET)
    real, calls = getattr(module, name), 0

    def then_swapped(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        result = real(*arguments, **options)
        if "news.xml" in str(arguments[0]):
            calls += 1
            if calls == 1:
                swap(desk)
        return result

    monkeypatch.setattr(module, name, then_swapped)
    try:
        data = taken(desk, "feeds/news.xml").data
    except WrongUse:
        data = FEED  # refused: nothing was taken at all

    assert calls
    assert data == FEED


def test_start_and_plan_take_the_folders(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A request with a feed elsewhere is refused with status 2, until its folder is named."""
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PHOENIX_PORT", "9")
    example = (ROOT / "examples/demo.yaml").read_text(encoding="utf-8")
    (tmp_path / "request.yaml").write_text(example.replace("feeds/", f"{ROOT}/examples/feeds/"))
    request = str(tmp_path / "request.yaml")

    for command in ("start", "plan"):
        assert starter.run([command, request]) == 2
        assert "sources.0: " in (told := capsys.readouterr().err)
        assert "--attach-from" in told
    assert starter.run(["plan", request, "--attach-from", str(ROOT / "examples")]) == 0
    assert not (tmp_path / "home").exists()


def test_an_address_on_the_web_is_a_feed_and_no_file(desk: Path) -> None:
    """Whoever names it among the sources has it fetched when the radar looks."""
    address = "https://news.example/es/feed.xml?lang=es#top"
    fields: dict[str, Any] = {"sources": ["feeds/news.xml", address], "feeds": []}

    files = attach(desk / "request.yaml", fields, [])

    assert [file.data for file in files] == [FEED]
    assert [source["name"] for source in fields["sources"]] == ["news.xml"]
    assert fields["feeds"] == [{"name": "news.example/es/feed.xml", "url": address}]


def test_what_is_no_list_of_feeds_is_left_to_the_contract(desk: Path) -> None:
    """The message names the field that is wrong."""
    fields: dict[str, Any] = {"sources": ["HTTPS://news.example"], "feeds": "none"}

    assert attach(desk / "request.yaml", fields, []) == []
    assert fields == {"sources": [], "feeds": "none"}
