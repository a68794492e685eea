"""A finding of the audit in a person's words: what was found, and where."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from contracts import QualityCheck
from domain.gravity import faults_of

_SENTENCES: Final[Mapping[str, str]] = {
    "AD_DISCLOSURE_MISSING": "the copy is not marked as {required_label}",
    "AI_DISCLOSURE_MISSING": "the copy does not say that a model made the picture",
    "ALT_TEXT_IS_FILENAME": "the alternative text is a file's name",
    "ALT_TEXT_MISSING": "the alternative text says too little: {length} characters",
    "ALT_TEXT_TOO_LONG": "the alternative text has {length} characters of {max}",
    "ANIMATION_NOT_ALLOWED": "the picture is animated",
    "ASPECT_RATIO_MISMATCH": "width / height is {actual}, and {required} is wanted",
    "BELOW_RECOMMENDED": "{width} x {height} px is less than is recommended: {recommended}",
    "CHARACTER_NOT_ALLOWED": "the platform refuses {characters}",
    "CONSTRAINT_UNKNOWN": "{rule}: {reason}",
    "CONTRAST_TOO_LOW": "contrast {actual}:1, and {min_required}:1 is needed",
    "CONTRAST_METHODS_DISAGREE": "contrast {actual}:1 measured, {declared}:1 declared",
    "CORE_MESSAGE_ABSENT": "the copy does not say the core message",
    "CTA_CONTRAST_TOO_LOW": "the button's contrast is {actual}:1, and {min_required}:1 is needed",
    "CTA_MISSING": "the call to action is missing",
    "DUPLICATE_TEXT": "the same text stands in {fields}",
    "EMOJI_NOT_ALLOWED": "the platform takes no emoji, and there is {emoji}",
    "ENCODING_BROKEN": "broken or invisible characters: {matches}",
    "EXCESSIVE_CAPS": "too many words in capitals",
    "EXCLAMATION_IN_HEADLINE": "the platform takes no exclamation mark here",
    "EXIF_GPS_PRESENT": "the file tells where it was taken",
    "EXIF_PRESENT": "the file tells of its making: {tags}",
    "EXTENSION_MISMATCH": "the name says {declared}, and the bytes are {format}",
    "FIELD_MISSING": "{field} is missing",
    "FILE_TOO_LARGE": "{actual_bytes} bytes of {max_bytes}",
    "FINDINGS_LEFT_OUT": "{left_out} more findings are left out, {faults} of them faults",
    "FORBIDDEN_COLOR_PRESENT": "a forbidden color{part_of}: {rule}",
    "FORBIDDEN_COLOR_TRACE": "traces of a forbidden color{part_of}: {rule}",
    "FORBIDDEN_TERM": "{matches}, against the rule: {rule}",
    "FORBIDDEN_TOPIC": "{matches}, against the rule: {rule}",
    "FORMAT_NOT_ALLOWED": "{format} is not taken; {allowed} are",
    "HEALTH_CLAIM": "«{claim}» is a claim about health without a proof",
    "GLYPH_MISSING": "the font has no {missing_chars}",
    "IMAGE_BLANK": "the picture is one flat color",
    "IMAGE_TEXT_DIFFERS": "the picture says «{actual}», and the copy says «{expected}»",
    "IMAGE_TOO_LARGE": "{width} x {height} px is more than the rules allow",
    "IMAGE_TOO_SMALL": "{width} x {height} px is less than {min_w} x {min_h} px",
    "LANGUAGE_MISMATCH": "the copy is in {detected}, and {expected} is wanted",
    "LANGUAGE_UNCERTAIN": "the language of the copy cannot be told",
    "LINK_HOST_NOT_ALLOWED": "{host} is none of {allowed}",
    "LINK_INVALID": "{url} is no web address",
    "LINK_MISMATCH": "the link leads to {url}, and {expected} is wanted",
    "LINK_NOT_HTTPS": "{url} is not https",
    "MISSING_OPENING_MARK": "not opened with ¿ or ¡: {matches}",
    "LINK_UNREACHABLE": "{url} answers with status {status}",
    "NEAR_DUPLICATE_CREATIVE": "the picture is almost the same as another",
    "NOT_SRGB": "the colors are not sRGB, so people see others than were measured",
    "OFF_PALETTE": "{worst_hex} is far from every color of the brand",
    "PERSONAL_ATTRIBUTE_ASSERTED": "it ascribes something personal to the reader",
    "PII_IN_COPY": "{kind} in the copy: {masked}",
    "PLACEHOLDER_LEFT": "left over from a template: {matches}",
    "PROFANITY": "profanity: {matches}",
    "READABILITY_TOO_HARD": "hard to read: {score} points, and {min_score} are wanted",
    "REPEATED_PUNCTUATION": "repeated marks: {matches}",
    "RULE_NOT_ENFORCEABLE": "a person has to judge the rule: {rule}",
    "RULES_CONTRADICT": "{rule} contradicts {other_rule}",
    "SPEC_STALE": "the limits of {spec} were last checked {spec_age_days} days ago",
    "TEXT_CLIPPED": "text is clipped by {overflow_px} px",
    "TEXT_IN_UNSAFE_ZONE": "text lies where the platform covers the picture",
    "TEXT_MAY_TRUNCATE": "{actual} of {max} {counting}: it may be cut off",
    "TEXT_OUT_OF_CANVAS": "text leaves the picture",
    "TEXT_OVERLAP": "texts overlap",
    "TEXT_OVERLAY_HEAVY": "text covers {actual_share} of the picture",
    "TEXT_TOO_LONG": "{actual} of {max} {counting}",
    "TEXT_TOO_SHORT": "{actual} {counting}, and {min} are wanted",
    "TEXT_TOO_SMALL": "text is too small to be read where it is seen",
    "TONE_NOT_FORMAL": "not in a formal voice: {markers}",
    "TONE_TOO_FORMAL": "not in a familiar voice: {markers}",
    "TONE_NOT_ENFORCEABLE": "a person has to judge the tone: {rule}",
    "TOO_FEW_VARIANTS": "{actual_count} of {required} variants",
    "TOO_MANY_EMOJI": "{count} emoji of {max}",
    "TOO_MANY_HASHTAGS": "{count} hashtags of {max}",
    "TOO_MANY_MENTIONS": "{count} mentions of {max}",
    "UNSUBSTANTIATED_CLAIM": "«{claim}» is a claim ({kind}) without a proof",
    "UNSUBSCRIBE_MISSING": "readers are not told how to unsubscribe",
    "UTM_MISSING": "the link lacks {missing}",
}
"""By reason code. A code that is not here, or lacks its evidence, is told by the evidence."""

_SAID_ELSEWHERE: Final = frozenset(
    {"channel", "placement", "box", "worst_box", "zone_box", "fill_box", "field", "region"}
)
_WORDS: Final[Mapping[Any, str]] = {None: "nothing", True: "yes", False: "no"}


def is_open(check: QualityCheck) -> bool:
    """Tell whether a finding only says that something could not be judged."""
    return check.reason_code == "NOT_EVALUATED"


def tally(checks: Sequence[QualityCheck]) -> str:
    """Say in a few words how many findings there are."""
    faults = faults_of(checks)
    unjudged = sum(map(is_open, faults))
    found = len(faults) - unjudged
    parts = [f"{found} finding" + ("" if found == 1 else "s")]
    parts += [f"{unjudged} not judged"] if unjudged else []
    return ", ".join([*parts, f"{len(checks) - len(faults)} passed"])


def named(code: str) -> str:
    """Return a check's id or a reason code as words."""
    words = code.removesuffix("_check").replace("_", " ").lower()
    return words[:1].upper() + words[1:]


def told(check: QualityCheck) -> str:
    """Say what was found in one line."""
    evidence = check.evidence
    reason = evidence.get("reason")
    if is_open(check) and isinstance(reason, str):
        return f"not judged: {reason}"
    sentence = _SENTENCES.get(check.reason_code or "")
    if sentence is not None:
        values = {name: _shown(value) for name, value in evidence.items()} | _made_up(evidence)
        try:
            return sentence.format_map(values)
        except KeyError:
            pass  # another release's evidence
    if isinstance(reason, str):
        return reason
    what = named(check.reason_code or check.check_id)
    occurrences = evidence.get("matches") or evidence.get("markers")
    if occurrences and "rule" in evidence:
        return f"{what}: {_shown(occurrences)}, against the rule: {_shown(evidence['rule'])}"
    return _listed(check) or what


def place_of(check: QualityCheck) -> str:
    """Say where it was found: the field or part of the picture, and the pixels."""
    evidence = check.evidence
    part = evidence.get("field") or evidence.get("region") or ""
    box = box_of(check)
    pixels = "" if box is None else f"{box[0]},{box[1]} to {box[2]},{box[3]} px"
    return " · ".join(text for text in (str(part).replace("_", " "), pixels) if text)


def box_of(check: QualityCheck) -> tuple[int, int, int, int] | None:
    """Return left, top, right and bottom of what a finding is about, if it says."""
    match check.evidence.get("box"):
        case [int(left), int(top), int(right), int(bottom)] if left < right and top < bottom:
            return left, top, right, bottom
        case _:
            return None


def _made_up(evidence: Mapping[str, Any]) -> dict[str, str]:
    made: dict[str, str] = {}
    area = evidence.get("area_ratio")
    made["part_of"] = f" on {area:.1%} of the picture" if isinstance(area, float) else ""
    actual = evidence.get("actual")
    if isinstance(actual, float):
        made["actual_share"] = f"{actual:.0%}"
        # A ratio just below its limit must not look as if it were the limit.
        made["actual"] = f"{int(actual * 100) / 100:.2f}"
    return made


def _listed(check: QualityCheck) -> str:
    parts = [
        f"{name.replace('_', ' ')} {_shown(value)}"
        for name, value in check.evidence.items()
        if name not in _SAID_ELSEWHERE and not name.endswith("sha256") and value is not None
    ]
    return ", ".join(parts)


def _shown(value: Any) -> str:
    match value:
        case {"found": str(found)} | {"term": str(found)}:  # one occurrence of a word
            return f"«{found}»"
        case dict():
            return ", ".join(f"{name} {_shown(item)}" for name, item in value.items())
        case list():
            return ", ".join(dict.fromkeys(map(_shown, value))) or "nothing"
        case float():
            return f"{value:.4g}"
        case int() if not isinstance(value, bool):
            return f"{value:,}"
        case _:
            return " ".join(str(_WORDS.get(value, value)).split())
