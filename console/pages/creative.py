"""One audited creative on a page: the picture with its findings, the copy, and what passed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from console.pages.picture import Mark, ShownPicture, grouped, show
from console.pages.swatches import Colors, colors_of
from console.words.basics import count, sentence
from console.words.creatives import Audited, audited, copy_beside
from console.words.findings import box_of, is_open, named, place_of, tally, told
from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.offline import PostCopy
from domain.audit.picture.decoding import PictureFault, Undecodable
from domain.gravity import faults_of
from domain.platforms import Placement, placement_of
from runtime.audit.replies import AuditedFile

_VERDICT_TONES: Final = {
    QualityVerdict.PASS: "good",
    QualityVerdict.WARN: "ask",
    QualityVerdict.FAIL: "bad",
}
_TONES: Final = {Severity.CRITICAL: "bad", Severity.HIGH: "ask"}
_UNREAD: Final = PictureFault(Undecodable.CORRUPT, "it could not be read")


@dataclass(frozen=True)
class Finding:
    """One thing that did not pass."""

    number: int
    tone: str
    """A CSS class, here and below."""
    name: str
    grade: str
    """Result and severity."""
    told: str
    place: str
    """Where it was found; empty when it is about the whole."""
    colors: Colors | None

    @classmethod
    def of(cls, number: int, check: QualityCheck) -> Self:
        """Return a finding as it stands in a list, from 1."""
        return cls(
            number=number,
            tone=_tone(check),
            name=named(check.reason_code or check.check_id),
            grade=f"{check.result} {check.severity}",
            told=sentence(told(check)),
            place=place_of(check),
            colors=colors_of(check),
        )


@dataclass(frozen=True)
class Length:
    """How long a text is beside its limit."""

    measured: str
    limit: str
    tone: str
    percent: int
    """How much of the limit is used; 100 where it is exceeded."""


@dataclass(frozen=True)
class CopyLine:
    """One text beside the picture."""

    name: str
    text: str
    length: Length | None
    """`None` where nothing was measured."""


@dataclass(frozen=True)
class Creative:
    """One creative as a page shows it."""

    anchor: str
    verdict: str
    tone: str
    name: str
    measure: str
    """How many findings, pixels and bytes."""
    picture: ShownPicture | None
    no_picture: str
    """Why there is no picture to show; empty when there is one."""
    outlined: str
    """How many findings are outlined in it; empty when none is."""
    findings: tuple[Finding, ...]
    not_judged: tuple[str, ...]
    copy: tuple[CopyLine, ...]
    no_copy: str
    """Why no copy is shown; empty when there is some."""
    passed: str
    """What passed, in one sentence; empty when nothing did."""
    sha256: str


def creatives_of(made: Audited, pictures: Mapping[str, bytes]) -> Iterator[Creative]:
    """Return what was made for a page.

    Args:
        made: It, with what was found.
        pictures: The bytes of each asset, by SHA-256, as far as they could be read.
    """
    for number, (asset, file) in enumerate(zip(made.assets, audited(made), strict=True), 1):
        place = placement_of(asset.channel, asset.placement)
        yield creative_of(number, file, pictures.get(asset.sha256), copy_beside(asset), place)


def creative_of(
    number: int, file: AuditedFile, data: bytes | None, copy: PostCopy | None, place: Placement
) -> Creative:
    """Return one creative for a page.

    Args:
        number: Which of the page's creatives it is, from 1: its anchor is `file-{number}`.
        file: What was found.
        data: The picture's bytes; `None` when they could not be read.
        copy: What is written beside it; `None` is a picture alone.
        place: Where it goes.
    """
    faults = faults_of(file.checks)
    found = [check for check in faults if not is_open(check)]
    shown: ShownPicture | PictureFault | None = None
    if data is not None:
        shown = show(data, _marks(found), file.file) if file.sha256 else _UNREAD
    picture = shown if isinstance(shown, ShownPicture) else None
    pixels = f"{picture.width} × {picture.height} px, " if picture else ""
    measured = "not read" if file.size_bytes is None else f"{pixels}{file.size_bytes:,} bytes"
    outlined = sum(box_of(check) is not None for check in found)
    lines = tuple(_lines(file, copy, place)) if copy else ()
    return Creative(
        anchor=f"file-{number}",
        verdict=file.verdict,
        tone=_VERDICT_TONES[file.verdict],
        name=file.file,
        measure=f"{tally(file.checks)} · {measured}",
        picture=picture,
        no_picture=_why_no_picture(shown),
        outlined=f"Outlined: {count(outlined, 'finding')} of {len(found)}." if outlined else "",
        findings=findings_of(found),
        not_judged=tuple(_not_judged(check for check in faults if is_open(check))),
        copy=lines,
        no_copy="" if lines else _why_no_copy(file, copy),
        passed=_passed(file),
        sha256=file.sha256 or "",
    )


def findings_of(checks: Sequence[QualityCheck]) -> tuple[Finding, ...]:
    """Return what did not pass as a numbered list."""
    return tuple(Finding.of(number, check) for number, check in enumerate(checks, 1))


def _marks(findings: Sequence[QualityCheck]) -> list[Mark]:
    boxes = {number: box_of(check) for number, check in enumerate(findings, 1)}
    regions = {number: box for number, box in boxes.items() if box is not None}
    return grouped(regions, {number: _tone(check) for number, check in enumerate(findings, 1)})


def _not_judged(checks: Iterable[QualityCheck]) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for check in checks:
        why = told(check).removeprefix("not judged: ")
        reasons.setdefault(why, []).append(named(check.check_id).lower())
    for why, ids in reasons.items():
        yield f"{sentence(why)} Left to a person: {', '.join(dict.fromkeys(ids))}."


def _why_no_picture(shown: ShownPicture | PictureFault | None) -> str:
    match shown:
        case ShownPicture():
            return ""
        case PictureFault():
            return f"No picture to show: {shown.why}."
        case None:
            return "No picture to show: its bytes could not be read from the artefact store."


def _why_no_copy(file: AuditedFile, copy: PostCopy | None) -> str:
    if copy is not None:
        return "The copy is empty."
    ids = ", ".join(named(name).lower() for name in file.left_out)
    return f"None was given, so these were left out: {ids}."


def _lines(file: AuditedFile, copy: PostCopy, place: Placement) -> Iterator[CopyLine]:
    measured = {
        str(check.evidence["field"]): check
        for check in file.checks
        if check.check_id == "field_length_check" and "field" in check.evidence
    }
    for name in sorted(copy.fields, key=lambda name: (_rank(name, place), name)):
        yield CopyLine(named(name), copy.fields[name], _length(measured.get(name)))
    for name, text in {"Alternative text": copy.alt_text, "Link": copy.link}.items():
        if text is not None:
            yield CopyLine(name, text, None)


def _rank(name: str, place: Placement) -> int:
    kinds = list(place.fields)
    limit = place.limit_of(name)
    return len(kinds) if limit is None else kinds.index(limit.name)


def _length(check: QualityCheck | None) -> Length | None:
    evidence: dict[str, Any] = {} if check is None else check.evidence
    match evidence:
        case {
            "actual": int(actual),
            "max": int(most),
            "counting": str(counting),
            "enforcement": str(enforcement),
        }:
            beyond = "bad" if enforcement == "hard" else "ask"
            return Length(
                measured=f"{actual:,} of {most:,} {counting.replace('_', ' ')}",
                limit=f"{enforcement} limit",
                tone="good" if actual <= most else beyond,
                percent=min(100, round(100 * actual / max(1, most))),
            )
        case _:
            return None


def _passed(file: AuditedFile) -> str:
    faulty = {check.check_id for check in faults_of(file.checks)}
    passed = sorted({check.check_id for check in file.checks} - faulty)
    return sentence(", ".join(named(check_id).lower() for check_id in passed)) if passed else ""


def _tone(check: QualityCheck) -> str:
    return _TONES.get(check.severity, "mild")
