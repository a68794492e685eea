"""The documents say what is true, and are written so that a change of them can be read."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from console.app import COMMANDS
from runtime.settings import ENV_PREFIX, Settings
from tests.support.paths import DOCUMENTS, ROOT

_ADR_STATUS: Final = re.compile(
    r"^Status: (accepted · \d{4}-\d{2}-\d{2}( · supersedes \[\d+\]\([\w.-]+\))?"
    r"|superseded by \[\d+\]\([\w.-]+\))$",
    re.MULTILINE,
)
_TWO_SENTENCES: Final = re.compile(r"[a-zà-ÿ`)]{2}\. [A-Z]")


def targets() -> set[str]:
    """Return the targets of the Makefile that are meant for people."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*?## ", text, flags=re.MULTILINE))


def prose(document: str) -> Iterator[str]:
    """Yield a document's lines without code blocks and tables."""
    in_code = False
    for line in (ROOT / document).read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code and not line.startswith("|"):
            yield re.sub(r"`[^`]*`", "code", line)


def test_every_setting_is_documented_with_its_default() -> None:
    """An operator finds each variable in one table, and no variable that does not exist."""
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    rows = dict(re.findall(rf"^\| `({ENV_PREFIX}\w+)` \| ([^|]+) \|", text, flags=re.MULTILINE))
    wanted = {f"{ENV_PREFIX}{name.upper()}": field for name, field in Settings.model_fields.items()}

    assert set(rows) == set(wanted)
    for name, field in wanted.items():
        if isinstance(field.default, int | float):
            assert rows[name].strip("` ") == str(field.default)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_in_a_document_exists(document: str) -> None:
    """What a reader types is there."""
    text = (ROOT / document).read_text(encoding="utf-8")

    first_words = {name.partition(" ")[0] for name in COMMANDS}
    assert set(re.findall(r"starter\.py ([a-z]+)", text)) <= first_words
    assert set(re.findall(r"starter\.py ((?:ledger|schedule) [a-z]+)", text)) <= set(COMMANDS)
    assert set(re.findall(r"(?:^\$ |`)make ([a-z-]+)", text, flags=re.MULTILINE)) <= targets()


def test_the_readme_tells_of_every_command_what_its_help_tells() -> None:
    """The table of commands is complete, and says the same as `--help`."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = [f"| `starter.py {one.name}` | {one.help} |" for one in COMMANDS.values()]

    wanted = "\n".join(
        ["<!-- commands:begin -->", "| command | what it does |", "| --- | --- |", *rows]
    )
    wanted += "\n<!-- commands:end -->"
    assert wanted in text, f"README.md has to hold these lines:\n{wanted}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_within_the_repository_leads_somewhere(document: str) -> None:
    """A reader who follows a link arrives."""
    path = ROOT / document
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_prose_has_one_sentence_on_a_line(document: str) -> None:
    """A change of one sentence is a change of one line."""
    crowded = [line for line in prose(document) if _TWO_SENTENCES.search(line)]

    assert crowded == []


def test_decisions_have_the_five_parts_on_a_page() -> None:
    """Each decision says what was asked, known and decided, what it costs and what would end it."""
    parts = ("Question", "What we know", "Decision", "Price", "Would change our mind")
    page = 60

    for path in sorted((ROOT / "docs/adr").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert [part for part in parts if f"**{part}.**" not in text] == [], path.name
        assert _ADR_STATUS.search(text), path.name
        assert len(text.splitlines()) <= page, path.name


def test_ci_ends_with_the_readmes_own_test_command() -> None:
    """What CI runs last is what a reader runs, and a failure before it stops the run."""
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()

    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "set -euo pipefail" in lines
    assert "export CI=true" in lines
    assert "MEASURED ?= $(if $(CI),$(COVERAGE))" in makefile  # so the gate is a part of it
    assert lines[-1].split() == ["make", "--no-print-directory", "test"]
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
