"""The commands that need no campaign: audit files, verify a report, list platforms' limits."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand

from console.commands.shared import FAILED, Json, screen_of, write_page

_VERIFY: Final = "verify"


class AuditCommand(TyperCommand):
    """`audit FILE…`, which becomes another command when its first word is `verify`."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Read the arguments of whichever of the two is meant."""
        if args[:1] == [_VERIFY]:
            other = _verify_command()
            return other.make_context(f"{info_name} {_VERIFY}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """Carry out the command that the arguments were read for."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command(
        cls=AuditCommand,
        epilog="'starter.py audit verify REPORT' checks a signed report; a picture that is "
        "called verify is given as ./verify.",
    )(audit)
    app.command()(platforms)


def audit(  # noqa: PLR0913 - each is an option that an operator may give
    files: Annotated[list[Path], typer.Argument(help="Pictures.")],
    *,
    channel: Annotated[str, typer.Option(help="Where they go, such as instagram.")],
    placement: Annotated[str, typer.Option(help="Where on the channel, such as feed.")],
    copy: Annotated[
        Path | None, typer.Option(help="The copy beside each of them, in YAML or JSON.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option(help="A prohibition in Spanish or English; repeatable.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(help="A list of prohibitions, or a campaign's request.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="The copy's language: es or en.")] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="The layout manifest of the one picture.")
    ] = None,
    mask: Annotated[Path | None, typer.Option(help="The mask that the manifest names.")] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that shows the findings on the pictures.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Audit pictures and copy outside any campaign; nothing is started or stored."""
    from console.tables import audit as audit_table
    from runtime.audit.files import Piece, audit_pieces, find_placement
    from runtime.audit.inputs import read_copy, read_demands, read_language, read_picture
    from runtime.refusals import WrongUse

    if manifest is not None and len(files) > 1:
        raise WrongUse("--manifest belongs to one picture, and several were given")
    inputs = [*files, *(path for path in (copy, rules, manifest, mask) if path is not None)]
    if html is not None and any(html.resolve() == path.resolve() for path in inputs):
        raise WrongUse(f"--html {html} would replace a file that is audited")
    place = find_placement(channel, placement)
    demands = read_demands(rules, rule or [], read_language(language), place)
    post = None if copy is None else read_copy(copy, place)
    pieces = [Piece(path, read_picture(path, manifest, mask), post) for path in files]
    screen = screen_of(as_json=as_json)
    answer = audit_pieces(pieces, place, demands, datetime.now(UTC).date(), screen.say)
    if html is not None:
        from console.pages.audit import page_of

        page = page_of(answer, [piece.picture.data for piece in pieces], post)
        write_page(html, page)
        screen.say(f"wrote {html}")
    screen.answer(answer, audit_table.findings(answer))
    raise typer.Exit(FAILED if answer.verdict == "FAIL" else 0)


def verify(
    report: Annotated[
        Path,
        typer.Argument(
            help="A report or a campaign's payload as JSON, or a stored report's digest."
        ),
    ],
    *,
    trust: Annotated[Path | None, typer.Option(help="A TOML file with trusted_auditors.")] = None,
    key: Annotated[Path | None, typer.Option(help="The auditor's key as PEM.")] = None,
    public_key: Annotated[str | None, typer.Option(help="Its public key in base64url.")] = None,
    assets: Annotated[
        Path | None, typer.Option(help="A folder that must hold the audited files.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check a signed report offline: who signed it, what it says, and what it is about."""
    from console.tables import audit as audit_table
    from runtime.audit.proof import prove, read_claim
    from runtime.audit.stored_bytes import compare_in_folder, compare_in_store
    from runtime.audit.trust import trust_of
    from runtime.refusals import WrongUse
    from runtime.settings import load_settings

    settings = load_settings()
    if assets is not None and not assets.is_dir():
        raise WrongUse(f"{assets}: is not a folder")
    location = str(settings.artifacts)
    claim = read_claim(report, location)
    trusted = trust_of(trust, key, public_key, settings.auditor_key)
    compare = partial(compare_in_store, location)
    if assets is not None:
        compare = partial(compare_in_folder, assets)
    answer = prove(claim, trusted, compare, must_be_there=assets is not None)
    screen_of(as_json=as_json).answer(answer, audit_table.proof(answer))
    raise typer.Exit(0 if answer.holds else FAILED)


def platforms(
    channel: Annotated[str | None, typer.Argument(help="Only this one's.")] = None,
    *,
    as_json: Json = False,
) -> None:
    """List what each platform takes: value, hard or soft, counting, source, age."""
    from console.tables import platforms as platforms_table
    from runtime.audit.files import limits_of

    answer = limits_of(channel, datetime.now(UTC).date())
    screen_of(as_json=as_json).answer(answer, platforms_table.limits(answer))


def _verify_command() -> Any:
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command()(verify)
    return typer.main.get_command(alone)
