"""From what was typed to the work that it means, with typer and the table of commands."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from console.app import COMMANDS, GROUPS, Command
from console.work import INTERRUPTED, Work

PROGRAM: Final = "starter.py"

_HELP: Final = (
    "Phoenix: campaigns from request to measured result, exactly once. "
    "Exit status: 0 done, 1 failed or refused, 2 wrong use."
)


@dataclass(frozen=True)
class Call:
    """A command with everything that was typed, judged."""

    work: Work
    as_json: bool


def parse(arguments: Sequence[str]) -> Call | None:
    """Return what was called for, or `None` when it was help, which has been shown then.

    Raises:
        WrongUse: There is no such command, or what was typed does not fit it.
    """
    try:
        called = _Commands().main(list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except typer.TyperException as error:
        from runtime.refusals import WrongUse  # noqa: PLC0415 - --help does without contracts

        raise WrongUse(_told(error) if arguments else str(error)) from error
    if called == INTERRUPTED:  # typer's way to say that Ctrl-C came meanwhile
        raise KeyboardInterrupt
    return called if isinstance(called, Call) else None


def _told(error: typer.TyperException) -> str:
    fault: str = getattr(error, "format_message", error.__str__)()  # names the parameter
    context = getattr(error, "ctx", None)
    path = PROGRAM if context is None else context.command_path
    end = "" if fault.endswith("?") else ";"
    return f"{fault.removesuffix('.')}{end} '{path} --help' shows what there is"


class _Commands(TyperGroup):
    """All commands; each is loaded when it is typed."""

    def __init__(self) -> None:
        super().__init__(
            help=_HELP,
            commands=[TyperCommand(name=one.name, help=one.help) for one in COMMANDS.values()],
            no_args_is_help=True,
            rich_markup_mode=None,
            # Without it, typer loads pydantic to read that --help was not given.
            context_settings={"default_map": {"help": False}},
        )

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command whose name was typed, in two words or one, and load it."""
        two_words = " ".join(args[:2])
        if two_words in self.commands:
            args = [two_words, *args[2:]]
        name, _, rest = super().resolve_command(ctx, args)
        return name, _loaded(COMMANDS[str(name)]), rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under their headings."""
        del ctx
        width = max(map(len, COMMANDS))
        for heading, commands in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(one.name.ljust(width), one.help) for one in commands])


class _Command(TyperCommand):
    """One command, which takes `--json` as all of them do."""

    def invoke(self, ctx: Any) -> Call:
        """Judge what was typed, and return the work."""
        as_json = ctx.params.pop("as_json")
        return Call(super().invoke(ctx), as_json)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write what it takes; typer would add the Python type to each argument."""
        for heading, kind in (("Arguments", "argument"), ("Options", "option")):
            params = [one for one in self.get_params(ctx) if one.param_type_name == kind]
            rows = [row for one in params if (row := one.get_help_record(ctx)) is not None]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl([(name.partition(" <")[0], text) for name, text in rows])


def _takes_json(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on stdout.")
    ] = False,
) -> None:
    """What every command takes."""


def _loaded(command: Command) -> Any:
    function = import_module(command.module).command
    told = f"{command.help}\n\n{inspect.getdoc(function)}"
    loaded = _typed(function, name=command.name, cls=_Command, help=told)
    loaded.params += _typed(_takes_json).params
    return loaded


def _typed(function: Any, **settings: Any) -> Any:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(**settings)(function)
    return typer.main.get_command(alone)
