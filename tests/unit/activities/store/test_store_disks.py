"""Real file systems that are full or read-only do not make the store lose anything."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

IN_ITS_OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount")
"""A process that may mount, and whose mounts end with it."""

FILL_A_DISK = """
import asyncio, os, subprocess, sys
from pathlib import Path
from activities.store import LocalArtifactStore
from contracts import Infrastructure

async def main(root: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", root], check=True)
    store = LocalArtifactStore(root)
    whole = []
    try:
        while True:
            data = os.urandom(150_000)
            whole.append(((await store.put(data, "image/png")).sha256, data))
    except Infrastructure as error:
        print(error)
    print(len(whole), sorted(one.sha256 for one in await store.stored()) == sorted(dict(whole)))
    subprocess.run(["mount", "-o", "remount,ro", root], check=True)
    try:
        await store.put(b"one more", "text/plain")
    except Infrastructure as error:
        print(error)
    print(all([await store.get(sha256) == data for sha256, data in whole]))

asyncio.run(main(Path(sys.argv[1])))
"""


def ran(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def may_mount(prefix: Sequence[str]) -> bool:
    """Tell whether this machine lets a process have mounts of its own."""
    return shutil.which(prefix[0]) is not None and ran(*prefix, "true").returncode == 0


def test_a_full_disk_and_then_a_read_only_one_keep_what_is_stored(tmp_path: Path) -> None:
    """Nothing that was stored is lost, nothing half stands there, and the fault is named."""
    if not may_mount(IN_ITS_OWN_MOUNTS):
        pytest.skip("this machine does not let a process have mounts of its own")

    done = ran(*IN_ITS_OWN_MOUNTS, sys.executable, "-c", FILL_A_DISK, tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"The artefact store {tmp_path} cannot be written: No space left on device.",
        "6 True",
        f"The artefact store {tmp_path} cannot be written: Read-only file system.",
        "True",
    ]
