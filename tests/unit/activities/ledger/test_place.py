"""A file is told from its copy, and a disk of one machine from a file system that several share."""

import socket
from pathlib import Path

import pytest

from activities.ledger.place import Place, place_of, shared_filesystem

MOUNTS = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
31 27 0:30 / /srv rw - nfs4 server:/srv rw
32 31 0:31 / /srv/fast\040disk rw - xfs /dev/vdb rw
33 27 0:32 / /home rw - fuse.sshfs ada@server: rw
34 27 0:33 / /data rw - ext4 /dev/vdc rw
35 34 0:34 / /data rw - ceph mon:/ rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    """Return a machine's table of mounts."""
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("/var/lib/phoenix/ledger.db", None),
        ("/srv/ledger.db", "nfs4"),
        ("/srv/fast disk/ledger.db", None),
        ("/srvold/ledger.db", None),
        ("/home/ada/ledger.db", "fuse.sshfs"),
        ("/data/ledger.db", "ceph"),
    ],
)
def test_a_file_system_that_machines_share_is_named(
    mounts: Path, file: str, kind: str | None
) -> None:
    """The innermost mount counts, and of two on one point the one that hides the other."""
    assert shared_filesystem(Path(file), mounts) == kind


def test_a_machine_that_does_not_tell_is_believed(tmp_path: Path) -> None:
    """Where there is no table of mounts, nothing is refused."""
    assert shared_filesystem(Path("/srv/ledger.db"), tmp_path / "none") is None


def test_a_link_is_followed(mounts: Path, tmp_path: Path) -> None:
    """It counts where a file really lies."""
    (tmp_path / "link").symlink_to("/srv")

    assert shared_filesystem(tmp_path / "link" / "ledger.db", mounts) == "nfs4"


def test_this_machine_has_places_for_a_ledger(tmp_path: Path) -> None:
    """The real table of mounts is read, too."""
    assert shared_filesystem(tmp_path / "ledger.db") is None


def test_a_file_is_itself_and_its_copy_is_not(tmp_path: Path) -> None:
    """Whatever a file is called, it is the same; equal bytes elsewhere are another file."""
    file, copy = tmp_path / "ledger.db", tmp_path / "copy.db"
    for path in (file, copy):
        path.write_text("the same")
    here = place_of(file)

    file.rename(tmp_path / "moved.db")

    moved, other = place_of(tmp_path / "moved.db"), place_of(copy)
    assert not moved.is_another_than(here.inode, here.machine)
    assert other.is_another_than(here.inode, here.machine)
    assert here.known_as == f"{socket.gethostname()}:{file}"


@pytest.mark.parametrize(
    ("inode", "machine", "is_another"),
    [
        ("7", "a", False),
        ("8", "a", True),
        ("7", "b", True),
        ("7", None, False),
        ("8", None, True),
    ],
)
def test_another_machine_or_another_file_is_another_place(
    inode: str, machine: str | None, *, is_another: bool
) -> None:
    """A machine without an id proves nothing, and nobody is refused for that."""
    assert Place("7", "a", "host:/ledger.db").is_another_than(inode, machine) is is_another


@pytest.mark.parametrize("has_id", [True, False])
def test_a_machines_id_is_noted_as_a_digest(tmp_path: Path, *, has_id: bool) -> None:
    """It is a secret of the machine, and many containers have none."""
    (tmp_path / "ledger.db").touch()
    (tmp_path / "machine-id").write_text("0123456789abcdef\n" if has_id else "\n")

    known = place_of(tmp_path / "ledger.db", tmp_path / "machine-id").machine
    missing = place_of(tmp_path / "ledger.db", tmp_path / "nowhere").machine

    assert missing is None
    assert (known is not None) is has_id
    assert known is None or (len(known), "0123456789" in known) == (64, False)
