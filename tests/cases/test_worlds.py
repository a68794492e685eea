"""Where people really run it: settings, editors, alphabets and terminals of all kinds."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

import starter
from runtime.plan.replies import CampaignPlan
from runtime.refusals import Refusal
from tests.support.case_tables import CASES
from tests.support.paths import ROOT

_PLAIN: Final = str(CASES / "requests/plain.yaml")
_EMOJI: Final = str(CASES / "requests/emoji.yaml")
_BYTE_ORDER: Final = b"\xef\xbb\xbf"
_CODES: Final = re.compile(r"\x1b\[[0-9;]*m|\x1b\][^\x1b\x07]*(?:\x1b\\|\x07)")
"""What colours text and what makes a link of it."""


class _Terminal(io.StringIO):
    """A stream that a person watches."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let commands work in an empty folder, and return the home that they would make."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize(
    ("variable", "named", "told"),
    [
        ("PHOENIX_CHANNELS", "chanels.toml", "chanels.toml does not exist"),
        ("PHOENIX_CHANNELS", ".", "cannot be read"),
        ("PHOENIX_TENANTS", "tenantz", "tenantz: The folder of the tenants' policies does not"),
        ("PHOENIX_PROVIDERS", "provider.toml", "provider.toml does not exist"),
        ("PHOENIX_AUDITOR_KEY", "nowhere/key.pem", "key.pem cannot be read or made"),
        ("PHOENIX_CHANELS", "channels.toml", "PHOENIX_CHANELS is none, and PHOENIX_CHANNELS is"),
    ],
)
def test_a_setting_that_names_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variable: str,
    named: str,
    told: str,
) -> None:
    """A slip in a setting does not send everything to the outbox, nor allow everything."""
    monkeypatch.setenv(variable, named)

    assert starter.run(["plan", _PLAIN, "--json"]) == 2

    said = Refusal.model_validate_json(capsys.readouterr().out).message
    assert told in said
    assert variable in said


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("channels.toml", b'[default]\npublisher = "outbox"\n'),
        ("providers.toml", b'[strategy]\nprovider = "rules"\n'),
        ("tenants/default.toml", b'budget_ceiling = 900.0\nbudget_currency = "EUR"\n'),
    ],
)
def test_a_file_of_another_editor_means_what_it_says(
    capsys: pytest.CaptureFixture[str], home: Path, file: str, text: bytes
) -> None:
    """A mark of the byte order and another system's ends of lines change nothing."""
    path = home / file
    path.parent.mkdir(parents=True)
    path.write_bytes(_BYTE_ORDER + text.replace(b"\n", b"\r\n"))

    assert starter.run(["plan", _PLAIN, "--json"]) == 0

    plan = CampaignPlan.model_validate_json(capsys.readouterr().out)
    assert plan.policy is not None
    assert plan.policy.budget_ceiling == (900.0 if "tenants" in file else None)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
@pytest.mark.parametrize("file", ["channels.toml", "providers.toml", "tenants/default.toml"])
def test_a_file_in_another_alphabet_is_refused_by_its_name(
    capsys: pytest.CaptureFixture[str], home: Path, file: str, encoding: str
) -> None:
    """Nothing is half read: the sentence names the file and what it should be."""
    path = home / file
    path.parent.mkdir(parents=True)
    path.write_bytes('# Café\n[default]\npublisher = "outbox"\n'.encode(encoding))

    assert starter.run(["plan", _PLAIN, "--json"]) == 2

    message = Refusal.model_validate_json(capsys.readouterr().out).message
    assert path.name in message
    assert "UTF-8" in message


@pytest.mark.parametrize("columns", [30, 40, 80])
def test_a_narrow_terminal_shows_everything(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """No line is longer than the screen, and no word or figure is cut for it."""
    out = _Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")

    assert starter.run(["plan", _PLAIN]) == 0

    lines = _CODES.sub("", out.getvalue()).splitlines()
    assert max(len(line.rstrip()) for line in lines) <= columns
    assert "…" not in out.getvalue()


_WORLDS: Final[Mapping[str, Mapping[str, str]]] = {
    "ascii": {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "COLUMNS": "0",
        "TERM": "dumb",
        "EDITOR": "caf\udce9",
        "TMPDIR": "/nowhere",
    },
    "latin-1": {"PYTHONIOENCODING": "latin-1", "FORCE_COLOR": "1"},
}
"""By the alphabet of the streams; nothing else is known of the surroundings, not even a user."""


@pytest.mark.parametrize("alphabet", _WORLDS)
def test_a_poor_world_ends_no_command(home: Path, alphabet: str) -> None:
    """Whatever a system calls letters, a plan that would publish has the status of a success."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "starter.py"), "plan", _EMOJI],
        env={"PHOENIX_HOME": os.fsdecode(home), **_WORLDS[alphabet]},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    shown = _CODES.sub("", done.stdout.decode(alphabet))
    assert shown.rstrip().endswith("would publish")
    assert "café de filtro".encode(alphabet, "replace").decode(alphabet) in shown
    assert not {"\x1b", "\r"} & set(shown)  # nothing is drawn again and again into a pipe
    assert b"QUALITY_AUDIT" in done.stderr
