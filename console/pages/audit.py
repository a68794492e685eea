"""The auditor's findings as one HTML page: whole in itself, without scripts."""

from collections.abc import Iterable
from dataclasses import dataclass

from console.pages.creative import Creative, creative_of
from console.pages.rules import RulesCard
from console.words.basics import count
from domain.audit.offline import PostCopy
from domain.pages import render
from domain.platforms import placement_of
from runtime.audit.replies import AuditedFiles


@dataclass(frozen=True)
class AuditPage:
    """What `audit.html` shows."""

    title: str
    heading: str
    where: str
    creatives: tuple[Creative, ...]
    rules: RulesCard
    ruleset: str


def page_of(answer: AuditedFiles, pictures: Iterable[bytes], copy: PostCopy | None) -> str:
    """Return the page.

    Args:
        answer: What was found.
        pictures: The bytes of each file, in the same order.
        copy: What was audited beside each of them.
    """
    place = placement_of(answer.channel, answer.placement)
    where = f"{answer.channel.replace('_', ' ')} · {answer.placement}"
    page = AuditPage(
        title=f"Audit: {answer.verdict}, {where}",
        heading="Creative audit",
        where=f"{where} · {count(len(answer.files), 'file')}",
        creatives=tuple(
            creative_of(number, file, data, copy, place)
            for number, (file, data) in enumerate(zip(answer.files, pictures, strict=True), 1)
        ),
        rules=RulesCard.of(answer.rules),
        ruleset=answer.ruleset,
    )
    return render(__name__, "audit.html", page)
