"""The table of checks by check id: what one asset is judged by, and what a campaign is."""

from collections.abc import Callable, Mapping
from typing import Final

from contracts import QualityCheck
from domain.audit.checks.campaign.campaign_consistency import check_consistency
from domain.audit.checks.campaign.duplicate_creative import check_duplicates
from domain.audit.checks.campaign.rule_coverage import check_rule_coverage
from domain.audit.checks.copy.claims import check_claims
from domain.audit.checks.copy.compliance import check_compliance
from domain.audit.checks.copy.language import check_language
from domain.audit.checks.copy.lengths import check_field_length, check_required_fields
from domain.audit.checks.copy.link import check_link
from domain.audit.checks.copy.marks import (
    check_caps,
    check_emoji,
    check_hashtags_and_mentions,
    check_punctuation,
)
from domain.audit.checks.copy.message_match import check_message_match
from domain.audit.checks.copy.persons import check_personal_attributes, check_personal_data
from domain.audit.checks.copy.placeholder import check_placeholders
from domain.audit.checks.copy.profanity import check_profanity
from domain.audit.checks.copy.prohibitions import check_forbidden_terms, check_forbidden_topics
from domain.audit.checks.copy.readability import check_readability
from domain.audit.checks.copy.tone_style import check_tone_style
from domain.audit.checks.copy.tone_voice import check_tone_voice
from domain.audit.checks.picture.brand_palette import check_brand_palette
from domain.audit.checks.picture.composition import (
    check_safe_zone,
    check_text_coverage,
    check_text_fit,
    check_text_size,
)
from domain.audit.checks.picture.contrast_ratio import check_contrast
from domain.audit.checks.picture.cta_contrast import check_cta_contrast
from domain.audit.checks.picture.files import (
    check_aspect_ratio,
    check_dimensions,
    check_file_size,
    check_format,
    check_integrity,
    check_metadata,
)
from domain.audit.checks.picture.forbidden_color import check_forbidden_colors
from domain.audit.checks.picture.glyph_coverage import check_glyph_coverage
from domain.audit.checks.picture.wording import check_alt_text, check_image_text
from domain.audit.context import CampaignSubject
from domain.audit.subject import Subject

ASSET_CHECKS: Final[Mapping[str, Callable[[Subject], list[QualityCheck]]]] = {
    "image_integrity_check": check_integrity,
    "aspect_ratio_check": check_aspect_ratio,
    "image_dimensions_check": check_dimensions,
    "file_size_check": check_file_size,
    "file_format_check": check_format,
    "contrast_ratio_check": check_contrast,
    "cta_contrast_check": check_cta_contrast,
    "text_size_check": check_text_size,
    "forbidden_color_check": check_forbidden_colors,
    "brand_palette_check": check_brand_palette,
    "text_coverage_check": check_text_coverage,
    "safe_zone_check": check_safe_zone,
    "glyph_coverage_check": check_glyph_coverage,
    "text_fit_check": check_text_fit,
    "image_text_match_check": check_image_text,
    "alt_text_check": check_alt_text,
    "image_metadata_check": check_metadata,
    "required_fields_check": check_required_fields,
    "field_length_check": check_field_length,
    "forbidden_topic_check": check_forbidden_topics,
    "forbidden_term_check": check_forbidden_terms,
    "profanity_check": check_profanity,
    "language_check": check_language,
    "tone_voice_check": check_tone_voice,
    "tone_style_check": check_tone_style,
    "readability_check": check_readability,
    "caps_check": check_caps,
    "punctuation_check": check_punctuation,
    "emoji_check": check_emoji,
    "hashtag_mention_check": check_hashtags_and_mentions,
    "personal_attributes_check": check_personal_attributes,
    "claims_check": check_claims,
    "placeholder_check": check_placeholders,
    "pii_check": check_personal_data,
    "message_match_check": check_message_match,
    "link_check": check_link,
    "compliance_check": check_compliance,
}
"""None stops another: one report with all faults makes one revision."""

CAMPAIGN_CHECKS: Final[Mapping[str, Callable[[CampaignSubject], list[QualityCheck]]]] = {
    "duplicate_creative_check": check_duplicates,
    "rule_coverage_check": check_rule_coverage,
    "campaign_consistency_check": check_consistency,
}
"""What can only be judged of all assets together."""
