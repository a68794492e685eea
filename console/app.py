"""The table of commands.

A command is a line in `GROUPS` and the file of its name in `console/commands/`. The function
`command` there takes what an operator types and returns the work to be done, so everything has been
judged before anything is connected to, started or written. Its docstring tells in `--help` what the
line in the table leaves out.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Command:
    """One command."""

    name: str
    """What is typed. A name of two words goes before the command that the first of them names."""
    help: str
    """What it does, in one line of at most 60 characters: `--help` shows it whole."""

    @property
    def module(self) -> str:
        """Where its function `command` is; it is loaded when the command is typed."""
        return f"console.commands.{self.name.replace(' ', '_')}"


GROUPS: Final = {
    "Before a campaign": (
        Command("demo", "Run an example campaign to its learned result."),
        Command("plan", "Dry run: show what would be made, enforced and decided."),
        Command("audit", "Audit pictures and copy outside any campaign."),
        Command("audit verify", "Check a signed report: who signed it, and what it is about."),
        Command("platforms", "List each channel's limits with their source and age."),
    ),
    "Campaigns": (
        Command("start", "Start a campaign; the same request again is a duplicate."),
        Command("batch", "Start many campaigns from one file, each once."),
        Command("watch", "Show a campaign live until it ends."),
        Command("status", "Say where a campaign is, why, and what it waits for."),
        Command("report", "Tell a campaign from its request to its results, as a page."),
        Command("list", "List the campaigns that Temporal remembers, youngest first."),
        Command("stop", "Emergency stop: publish nothing from now on."),
    ),
    "Schedules": (
        Command("schedule create", "Run a campaign again and again, each slot once."),
        Command("schedule list", "List all schedules with their slots to come."),
        Command("schedule show", "Show one schedule, and what became of its slots."),
        Command("schedule pause", "Begin no slot until it is resumed."),
        Command("schedule resume", "Begin slots again."),
        Command("schedule trigger", "Run a slot of its own now."),
        Command("schedule backfill", "Run slots that were missed, each once."),
        Command("schedule skip", "Leave one slot out."),
        Command("schedule change", "Let one slot be at another time."),
        Command("schedule delete", "Remove a schedule; campaigns that began go on."),
    ),
    "Messages to a campaign": (
        Command("review", "Approve, reject, or request changes."),
        Command("pause", "Start no further stage."),
        Command("resume", "Go on with a paused campaign."),
        Command("retry", "Run a failed campaign again from where it failed."),
        Command("cancel", "Cancel a campaign; what is in flight is settled first."),
        Command("resolve", "Settle a publication whose outcome is unknown."),
        Command("metrics", "Hand in what the channels counted."),
    ),
    "This installation": (
        Command("up", "Start the embedded server and its worker."),
        Command("down", "Stop the embedded server and its worker; all state stays."),
        Command("doctor", "Say what is wrong with this installation, and what to do."),
        Command("replay", "Play histories again: does this code go their way?"),
        Command("codec", "Decrypt for the Web UI, for those who have a token."),
        Command("artifacts", "List or remove stored artefacts that nothing refers to."),
        Command("artifacts adopt", "Say that the artefact store is this ledger's."),
        Command("ledger", "Say which ledger this is."),
        Command("ledger backup", "Copy a ledger in SQLite into a new file while it is used."),
        Command("ledger restored", "Say that the ledger was restored: look before sending."),
        Command("ledger migrate", "Bring the ledger's tables to this release's version."),
        Command("tenant erase", "Count what is held of a tenant, and erase it."),
        Command("version", "Print the version."),
    ),
}
"""Every command, in the order and under the headings of `--help`."""

COMMANDS: Final = {command.name: command for group in GROUPS.values() for command in group}
"""Every command by its name."""
