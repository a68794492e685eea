"""Auditing a picture and its copy outside any campaign."""

from datetime import date
from typing import Any

import pytest

from contracts import (
    BrandKit,
    ContractInvalid,
    Language,
    QualityCheck,
    QualityVerdict,
    Severity,
)
from domain.audit.catalogue import ASSET_CHECKS, CAMPAIGN_CHECKS
from domain.audit.offline import Demands, PictureFile, PostCopy, audit_files
from tests.support.audit.runs import MANIFEST, MASK, PICTURE
from tests.support.audit.subjects import COPY, LINK, Creative, codes, stored

TODAY = date(2026, 11, 23)
POST = PostCopy(fields=COPY, alt_text="Titular: «La cosecha».", link=LINK)
SMALL = stored(Creative())


def audited(
    picture: PictureFile, copy: PostCopy = POST, **demands: Any
) -> dict[str, list[QualityCheck]]:
    """Return what an audit for Instagram's feed finds, by check id."""
    found: dict[str, list[QualityCheck]] = {}
    for each in audit_files(
        picture,
        copy,
        channel="instagram",
        placement="feed",
        demands=Demands(**demands),
        today=TODAY,
    ):
        found.setdefault(each.check_id, []).append(each)
    return found


def faults(found: dict[str, list[QualityCheck]]) -> set[tuple[str, str | None]]:
    """Return check and code of what did not pass."""
    return {
        (name, each.reason_code)
        for name, findings in found.items()
        for each in findings
        if each.result is not QualityVerdict.PASS
    }


@pytest.mark.parametrize("ending", ["jpeg", "JPG", "jpe", "jfif"])
def test_a_sound_creative_passes_every_check(ending: str) -> None:
    """A designer who did everything right sees nothing but passes."""
    found = audited(
        PictureFile(PICTURE, f"cosecha.{ending}", MANIFEST, MASK),
        brand=BrandKit(name="Tostadores del Sur"),
        language=Language.SPANISH,
        core_message="La cosecha nueva ya está en la tienda",
        landing_url=LINK,
    )

    assert faults(found) == set()
    assert set(found) == {*ASSET_CHECKS, *CAMPAIGN_CHECKS}


def test_a_picture_without_a_manifest_says_what_could_not_be_measured() -> None:
    """An operator's own creative is measured as far as it goes, and never passed unseen."""
    found = audited(PictureFile(PICTURE))

    assert faults(found) == {
        ("contrast_ratio_check", "CONTRAST_ESTIMATED"),
        *(
            (name, "NOT_EVALUATED")
            for name in (
                "cta_contrast_check",
                "glyph_coverage_check",
                "image_text_match_check",
                "text_coverage_check",
                "text_fit_check",
                "text_size_check",
            )
        ),
    }
    assert {each.severity for name in ("text_fit_check",) for each in found[name]} == {
        Severity.HIGH
    }


@pytest.mark.parametrize(
    ("picture", "fault"),
    [
        (PictureFile(PICTURE, "cosecha.png"), ("file_format_check", "EXTENSION_MISMATCH")),
        (PictureFile(PICTURE, "cosecha.txt"), ("file_format_check", "EXTENSION_MISMATCH")),
        (PictureFile(b"no picture", "a.png"), ("image_integrity_check", "IMAGE_CORRUPT")),
        (PictureFile(SMALL[0]), ("image_dimensions_check", "IMAGE_TOO_SMALL")),
        (PictureFile(PICTURE, None, MANIFEST), ("image_integrity_check", "ARTIFACT_HASH_MISMATCH")),
        (PictureFile(PICTURE, None, b"{}"), ("image_integrity_check", "ARTIFACT_HASH_MISMATCH")),
        (
            PictureFile(PICTURE, None, MANIFEST, SMALL[2]),
            ("image_integrity_check", "ARTIFACT_HASH_MISMATCH"),
        ),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_found(
    picture: PictureFile, fault: tuple[str, str]
) -> None:
    """A wrong ending, a broken file, or a manifest without its own mask is a fault."""
    assert fault in faults(audited(picture))


def test_demands_are_enforced_without_a_campaign() -> None:
    """A designer can hold a file to the brief's rules."""
    found = audited(PictureFile(PICTURE), do_not_do=["No decir 'cosecha'", "No parecer tristes"])

    assert ("forbidden_term_check", "FORBIDDEN_TERM") in faults(found)
    assert ("rule_coverage_check", "RULE_NOT_ENFORCEABLE") in faults(found)


def test_what_has_no_picture_has_no_difference_hash() -> None:
    """Two broken files are not taken for the same creative."""
    found = audited(PictureFile(b"no picture"))

    assert codes(found["duplicate_creative_check"]) == [("WARN", "NOT_EVALUATED", "LOW")]


def test_an_unknown_placement_is_refused_with_those_there_are() -> None:
    """Who mistypes a placement is told which ones exist."""
    with pytest.raises(ContractInvalid, match=r"instagram\.feed"):
        audit_files(
            PictureFile(PICTURE),
            POST,
            channel="x",
            placement="feed",
            demands=Demands(),
            today=TODAY,
        )


def test_an_empty_copy_is_a_fault_and_no_crash() -> None:
    """Nothing at all is judged as what it is."""
    found = audited(PictureFile(PICTURE), PostCopy())

    assert ("required_fields_check", "FIELD_MISSING") in faults(found)
    assert ("alt_text_check", "ALT_TEXT_MISSING") in faults(found)
