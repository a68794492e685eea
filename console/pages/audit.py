"""The auditor's findings as one HTML page: whole in itself, without scripts."""

from collections.abc import Sequence
from html import escape

from console.pages.creative import piece, verdict
from console.pages.frame import count, document
from console.pages.rules import rules_card
from domain.audit.offline import PostCopy
from domain.platforms import placement_of
from runtime.audit.replies import AuditedFiles


def page_of(answer: AuditedFiles, pictures: Sequence[bytes], copy: PostCopy | None) -> str:
    """Return the page.

    Args:
        answer: What was found.
        pictures: The bytes of each file, in the same order.
        copy: What was audited beside each of them.
    """
    place = placement_of(answer.channel, answer.placement)
    where = f"{answer.channel.replace('_', ' ')} · {answer.placement}"
    pieces = "".join(
        piece(number, file, data, copy, place)
        for number, (file, data) in enumerate(zip(answer.files, pictures, strict=True), 1)
    )
    return document(
        f"Audit: {answer.verdict}, {where}",
        "Creative audit",
        f"{where} · {count(len(answer.files), 'file')}",
        top=_contents(answer),
        main=pieces + rules_card(answer.rules),
        foot=f"Judged by <code>{escape(answer.ruleset)}</code>. This page is not signed:\n"
        "what lets a campaign publish is the auditor's signed report.",
    )


def _contents(answer: AuditedFiles) -> str:
    if len(answer.files) == 1:
        return ""
    entries = "".join(
        f'<li><a href="#file-{number}">{verdict(file)}{escape(file.file)}</a>'
        for number, file in enumerate(answer.files, 1)
    )
    return f"<nav aria-label=Files><ul class=files>{entries}</ul></nav>"
