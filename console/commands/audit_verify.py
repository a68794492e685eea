"""`audit verify`: a signed report, checked offline."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.work import DONE, FAILED, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command(
    report: Annotated[
        Path,
        typer.Argument(
            metavar="REPORT",
            help="A report or a campaign's payload as JSON, or a stored report's digest.",
        ),
    ],
    *,
    trust: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A TOML file with trusted_auditors.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The auditor's key as PEM.")
    ] = None,
    public_key: Annotated[
        str | None, typer.Option(metavar="KEY", help="Its public key in base64url.")
    ] = None,
    assets: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="A folder that must hold the audited files."),
    ] = None,
) -> Work:
    """Without --trust, --key or --public-key, the auditor of this installation is trusted."""
    from runtime.audit.proof import prove, read_submission
    from runtime.audit.stored_bytes import compare_in_folder, compare_in_store
    from runtime.audit.trust import trust_of
    from runtime.refusals import WrongUse
    from runtime.settings import load_settings

    settings = load_settings()
    if assets is not None and not assets.is_dir():
        raise WrongUse(f"{assets}: is not a folder")
    location = str(settings.artifacts)
    submission = read_submission(report, location)
    trusted = trust_of(trust, key, public_key, settings.auditor_key)
    tenant_id = None if submission.payload is None else submission.payload.tenant_id
    compare = partial(compare_in_store, location, tenant_id)
    if assets is not None:
        compare = partial(compare_in_folder, assets)

    def work(screen: "Screen") -> int:
        from console.tables import audit as tables

        answer = prove(submission, trusted, compare, must_be_there=assets is not None)
        screen.answer(answer, tables.proof(answer))
        return DONE if answer.holds else FAILED

    return work
