"""Where a ledger's file lies: on which machine, which file, and on what kind of file system.

A copy of a file has an inode of its own, and another machine an id of its own. So a copy tells
that it is one, also where it has the name of the first. What has both of the first is not told
apart: a snapshot of a whole disk, or bytes that were written over the file itself.
"""

import hashlib
import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MACHINE_ID: Final = Path("/etc/machine-id")
"""See https://www.freedesktop.org/software/systemd/man/latest/machine-id.html."""
_OWN_USE: Final = b"phoenix/ledger/v1\n"
"""A machine's id is its own secret, and is noted only as part of a digest."""

_MOUNTS: Final = Path("/proc/self/mountinfo")
"""See https://man7.org/linux/man-pages/man5/proc_pid_mountinfo.5.html."""
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_SHARED: Final = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "fuse.ceph-fuse",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.juicefs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "smb3",
        "smbfs",
    }
)
"""Kinds of file systems that several machines may mount: SQLite's locks, and the memory that a
write-ahead log shares, hold within one (https://www.sqlite.org/wal.html)."""


@dataclass(frozen=True)
class Place:
    """Which file this is, on which machine."""

    inode: str
    machine: str | None
    """A digest of the machine's id; `None` where it has none, as in many containers."""
    known_as: str
    """The same for people: the host's name and the file's path."""

    def is_another_than(self, inode: str, machine: str | None) -> bool:
        """Tell whether a file with this inode, on this machine, is certainly another one."""
        is_elsewhere = None not in {self.machine, machine} and self.machine != machine
        return is_elsewhere or self.inode != inode


def place_of(file: Path, machine_id: Path = _MACHINE_ID) -> Place:
    """Return where a file lies."""
    try:
        identity = machine_id.read_bytes().strip()
    except OSError:
        identity = b""
    return Place(
        inode=str(file.stat().st_ino),
        machine=hashlib.sha256(_OWN_USE + identity).hexdigest() if identity else None,
        known_as=f"{socket.gethostname()}:{file.absolute()}",
    )


def shared_filesystem(file: Path, mounts: Path = _MOUNTS) -> str | None:
    """Return the kind of file system on which a file lies, or would, if machines may share it.

    Only Linux tells; elsewhere, and of what it does not name, nothing is known.
    """
    try:
        lines = os.fsdecode(mounts.read_bytes()).splitlines()
    except OSError:
        return None
    real = Path(os.path.realpath(file))
    found, kind = "", ""
    for line in lines:
        mount, _, system = line.partition(" - ")
        point = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), mount.split(" ")[4])
        # Of two on the same point, the later one hides the other.
        if len(point) >= len(found) and real.is_relative_to(point):
            found, kind = point, system.partition(" ")[0]
    return kind if kind in _SHARED else None
