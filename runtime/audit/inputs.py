"""What a designer hands to the auditor: pictures, copy and rules as files of this machine."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from contracts import (
    ArtifactRef,
    AuditTerms,
    BrandKit,
    CampaignRequest,
    JsonObject,
    Language,
    Line,
    as_prose,
    explain,
)
from contracts.artifacts import CopyText, ToneKey
from domain.audit.offline import Demands, PictureFile, PostCopy
from domain.platforms import Placement, known_constraint
from domain.platforms.constraints import flattened
from runtime.files.attachments import MAX_ATTACHMENT_BYTES
from runtime.files.plain_data import Unreadable, read_json, read_yaml
from runtime.files.request import read_bytes, read_text
from runtime.refusals import WrongUse

MAX_PICTURE_BYTES: Final = 64_000_000
"""The largest picture that is read: twice what the most generous platform takes."""

MAX_MANIFEST_BYTES: Final = 1_000_000
"""The largest layout manifest that is read: its contract has room for no more."""

MAX_RULES: Final = 10_000
"""Rules that one command takes: some 8 seconds on one core for each picture."""

MAX_RULES_BYTES: Final = 4_000_000
"""The largest file of rules: as many as may be, of some 400 characters each."""

_COPY_EXTRAS: Final = ("alt_text", "link", "ai_generated")
"""What a copy file may hold beside the placement's fields."""

_T = TypeVar("_T")


class _RulesFile(BaseModel):
    """What a rules file or a request says that an audit can use."""

    model_config = ConfigDict(extra="forbid", strict=True)

    do_not_do: list[Line] = Field(default=[], max_length=MAX_RULES)
    tone_guard: dict[ToneKey, Line] = {}
    platform_constraints: JsonObject = {}
    language: Language | None = None
    brand: BrandKit | None = None
    core_message: Line | None = None
    call_to_action: Line | None = None
    landing_url: str | None = Field(default=None, max_length=2000)
    terms: AuditTerms = AuditTerms()


def read_picture(path: Path, manifest: Path | None, mask: Path | None) -> PictureFile:
    """Return a picture as it lies on the disk, with what its renderer says of it.

    Raises:
        WrongUse: A file is missing, unreadable or too large, or a mask has no manifest.
    """
    if mask is not None and manifest is None:
        raise WrongUse(f"{mask}: a mask is of use only with the manifest that names it")
    return PictureFile(
        data=read_bytes(path, MAX_PICTURE_BYTES),
        name=path.name,
        manifest=None if manifest is None else read_bytes(manifest, MAX_MANIFEST_BYTES),
        mask=None if mask is None else read_bytes(mask, MAX_PICTURE_BYTES),
    )


def read_copy(path: Path, place: Placement) -> PostCopy:
    """Return the copy in a YAML or JSON file: the placement's fields by name.

    Beside them it may hold `alt_text`, `link`, and `ai_generated` (true or false). An empty file
    is an empty copy.

    Raises:
        WrongUse: It cannot be read, or has a field that the placement does not have.
    """
    values = _mapping(path, "the copy's fields, such as 'headline: …'", read_text(path))
    known = [*place.fields, *_COPY_EXTRAS]
    for name in values:
        if name not in _COPY_EXTRAS and place.limit_of(name) is None:
            raise WrongUse(
                f"{path}: {name}: {place.channel}.{place.placement} has no such field; "
                f"known are {', '.join(known)}"
            )
    alt_text, link = values.pop("alt_text", None), values.pop("link", None)
    generated = values.pop("ai_generated", False)
    return PostCopy(
        fields=_fitting(path, TypeAdapter(dict[str, CopyText]).validate_python, values),
        alt_text=_text(path, "alt_text", alt_text),
        link=_text(path, "link", link),
        ai_generated=_fitting(path, TypeAdapter(bool).validate_python, generated),
    )


def read_demands(
    rules: Path | None, sentences: Sequence[str], language: Language | None, place: Placement
) -> Demands:
    """Return what pictures and copy are held to.

    Args:
        rules: A list of sentences; or a mapping with any of `do_not_do`, `tone_guard`,
            `platform_constraints`, `language`, `brand`, `core_message`, `call_to_action`,
            `landing_url` and `terms`; or a whole campaign request, whose other fields say nothing
            about a picture.
        sentences: More prohibitions.
        language: The copy's language, which stands in place of the file's.
        place: Where everything goes: what limits other placements says nothing here.

    Raises:
        WrongUse: The file cannot be read or does not fit, or the rules are too many.
    """
    file = _RulesFile() if rules is None else _read_rules(rules)
    every = [*file.do_not_do, *map(_sentence, sentences)]
    if len(every) > MAX_RULES:
        raise WrongUse(f"{len(every):,} rules were given; {MAX_RULES:,} are taken at most")
    return Demands(
        do_not_do=every,
        tone_guard=file.tone_guard,
        platform_constraints=_of_place(file.platform_constraints, place),
        language=language or file.language,
        brand=file.brand,
        core_message=file.core_message,
        call_to_action=file.call_to_action,
        landing_url=file.landing_url,
        terms=file.terms,
    )


def read_language(word: str | None) -> Language | None:
    """Return the language that a word names, if one was given.

    Raises:
        WrongUse: It names none that the auditor reads.
    """
    try:
        return None if word is None else Language(word)
    except ValueError as error:
        known = ", ".join(Language)
        raise WrongUse(f"--language must be one of {known}, not {word}") from error


def parse(path: Path, text: str) -> Any:
    """Return the value of a file in JSON, or in YAML when it is not called `.json`.

    Raises:
        WrongUse: It is neither, or no plain data.
    """
    try:
        return read_json(text) if path.suffix.lower() == ".json" else read_yaml(text)
    except Unreadable as error:
        raise WrongUse(f"{path}: {error}") from error


def _read_rules(path: Path) -> _RulesFile:
    value = parse(path, read_text(path, MAX_RULES_BYTES))
    if isinstance(value, list):
        value = {"do_not_do": value}
    if not isinstance(value, dict):
        raise WrongUse(f"{path}: must hold a list of sentences, or fields such as 'do_not_do: …'")
    unused = CampaignRequest.model_fields.keys() - _RulesFile.model_fields.keys()
    values = {name: entry for name, entry in value.items() if name not in unused}
    _refer_to_logo(path, values)
    # A strict model takes the names of enumerations from JSON alone.
    return _fitting(path, _RulesFile.model_validate_json, json.dumps(values))


def _of_place(constraints: JsonObject, place: Placement) -> JsonObject:
    """Return the constraints without those of other placements that are known."""
    kept: JsonObject = {}
    for key, value in flattened(constraints):
        known = known_constraint(key, value)
        if known is None or known.place == (place.channel, place.placement):
            kept[key] = value
    return kept


def _refer_to_logo(path: Path, values: dict[str, Any]) -> None:
    brand = values.get("brand")
    if isinstance(brand, dict) and isinstance(brand.get("logo"), str):
        data = read_bytes(path.parent / brand["logo"], MAX_ATTACHMENT_BYTES)
        digest = hashlib.sha256(data).hexdigest()
        logo = ArtifactRef(sha256=digest, size=len(data), media_type="image/png")
        values["brand"] = {**brand, "logo": logo.model_dump(mode="json")}


def _mapping(path: Path, what: str, text: str) -> dict[str, Any]:
    value = parse(path, text)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WrongUse(f"{path}: must hold {what}")
    return dict(value)


def _fitting(path: Path, fit: Callable[[Any], _T], value: Any) -> _T:
    try:
        return fit(value)
    except ValidationError as error:
        raise WrongUse(f"{path}: {explain(error)}") from error


def _text(path: Path, name: str, value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise WrongUse(f"{path}: {name}: must be text")


def _sentence(text: str) -> str:
    if not text.strip():
        raise WrongUse("--rule must be a sentence, and not blank")
    return as_prose(text)
