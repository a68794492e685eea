"""`audit`: pictures and copy outside any campaign."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.parameters import Page
from console.work import DONE, FAILED, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(  # noqa: PLR0913 - each is an option that an operator may give
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Pictures.")],
    *,
    channel: Annotated[str, typer.Option(metavar="NAME", help="Where they go, such as instagram.")],
    placement: Annotated[
        str, typer.Option(metavar="NAME", help="Where on the channel, such as feed.")
    ],
    copy: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The copy beside each of them, in YAML or JSON."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="A prohibition in Spanish or English; repeatable."),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A list of prohibitions, or a campaign's request."),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The copy's language: es or en.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The layout manifest of the one picture.")
    ] = None,
    mask: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The mask that the manifest names.")
    ] = None,
    html: Page = None,
) -> Work:
    """Nothing is started or stored.

    'starter.py audit verify' is a command of its own: a picture that is called verify is given
    as ./verify.
    """
    from console.pages.writing import must_not_replace, write_page
    from runtime.audit.files import (
        Piece,
        audit_pieces,
        find_placement,
        pictures_again,
        pieces_of,
        refuse_too_many,
    )
    from runtime.audit.inputs import read_copy, read_demands, read_language, read_picture
    from runtime.refusals import WrongUse

    if manifest is not None and len(files) > 1:
        raise WrongUse("--manifest belongs to one picture, and several were given")
    refuse_too_many(len(files), on_a_page=html is not None)
    inputs = [*files, *(path for path in (copy, rules, manifest, mask) if path is not None)]
    must_not_replace(html, inputs, "a file that is audited")
    place = find_placement(channel, placement)
    demands = read_demands(rules, rule or [], read_language(language), place)
    post = None if copy is None else read_copy(copy, place)
    # A single picture is what was asked for; of several each gets its verdict, read or not.
    alone = (
        [] if len(files) > 1 else [Piece(files[0], read_picture(files[0], manifest, mask), post)]
    )

    def work(screen: "Screen") -> int:
        from console.tables import audit as tables

        pieces = alone or pieces_of(files, post, screen.say)
        answer = audit_pieces(pieces, place, demands, datetime.now(UTC).date())
        if html is not None:
            from console.pages.audit import page_of

            write_page(html, page_of(answer, pictures_again(answer, files), post))
            screen.say(f"wrote {html}")
        screen.answer(answer, tables.findings(answer))
        return FAILED if answer.verdict == "FAIL" else DONE

    return work
