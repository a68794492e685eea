"""The table of checks: what one asset is judged by, and what a campaign is.

A new check is a new file, and its name in one of the two lists.
"""

from collections.abc import Mapping
from typing import Any, Final

from domain.audit.campaign_subject import CampaignSubject
from domain.audit.check import Check, Need, SubjectT
from domain.audit.checks.campaign import campaign_consistency, duplicate_creative, rule_coverage
from domain.audit.checks.copy import (
    alt_text,
    caps,
    claims,
    compliance,
    emoji,
    field_length,
    forbidden_term,
    forbidden_topic,
    hashtag_mention,
    language,
    link,
    message_match,
    personal_attributes,
    pii,
    placeholder,
    profanity,
    punctuation,
    readability,
    required_fields,
    tone_style,
    tone_voice,
)
from domain.audit.checks.picture import (
    aspect_ratio,
    brand_palette,
    contrast_ratio,
    cta_contrast,
    file_format,
    file_size,
    forbidden_color,
    glyph_coverage,
    image_dimensions,
    image_integrity,
    image_metadata,
    image_text_match,
    logo_visibility,
    safe_zone,
    text_coverage,
    text_fit,
    text_size,
)
from domain.audit.findings import NOT_EVALUATED, Reason
from domain.audit.subject import Subject


def _by_id(*checks: Check[SubjectT]) -> Mapping[str, Check[SubjectT]]:
    return {check.check_id: check for check in checks}


ASSET_CHECKS: Final[Mapping[str, Check[Subject]]] = _by_id(
    image_integrity.CHECK,
    aspect_ratio.CHECK,
    image_dimensions.CHECK,
    file_size.CHECK,
    file_format.CHECK,
    contrast_ratio.CHECK,
    cta_contrast.CHECK,
    logo_visibility.CHECK,
    text_size.CHECK,
    forbidden_color.CHECK,
    brand_palette.CHECK,
    text_coverage.CHECK,
    safe_zone.CHECK,
    glyph_coverage.CHECK,
    text_fit.CHECK,
    image_text_match.CHECK,
    alt_text.CHECK,
    image_metadata.CHECK,
    required_fields.CHECK,
    field_length.CHECK,
    forbidden_topic.CHECK,
    forbidden_term.CHECK,
    profanity.CHECK,
    language.CHECK,
    tone_voice.CHECK,
    tone_style.CHECK,
    readability.CHECK,
    caps.CHECK,
    punctuation.CHECK,
    emoji.CHECK,
    hashtag_mention.CHECK,
    personal_attributes.CHECK,
    claims.CHECK,
    placeholder.CHECK,
    pii.CHECK,
    message_match.CHECK,
    link.CHECK,
    compliance.CHECK,
)
"""None stops another: one report with all faults makes one revision."""

CAMPAIGN_CHECKS: Final[Mapping[str, Check[CampaignSubject]]] = _by_id(
    duplicate_creative.CHECK,
    rule_coverage.CHECK,
    campaign_consistency.CHECK,
)
"""What can only be judged of all assets together."""

CHECKS: Final[Mapping[str, Check[Any]]] = {**ASSET_CHECKS, **CAMPAIGN_CHECKS}
"""Every check, by its id."""

NEED_COPY: Final = frozenset(
    check.check_id for check in CHECKS.values() if Need.COPY in check.needs
)
"""Checks that have nothing to say of a picture alone."""


def reason_of(check_id: str, code: str | None) -> Reason | None:
    """Return the reason behind a finding's code; `None` for another release's, or a model's."""
    declared = CHECKS[check_id].reasons if check_id in CHECKS else ()
    return next((each for each in (*declared, NOT_EVALUATED) if each.code == code), None)
