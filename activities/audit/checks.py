"""The table of checks by check id: what one asset is judged by, and what a campaign is."""

from collections.abc import Callable, Mapping
from typing import Final

from activities.audit.campaign import Dossier
from activities.audit.claims import check_claims
from activities.audit.compliance import check_compliance
from activities.audit.composition import (
    check_safe_zone,
    check_text_coverage,
    check_text_fit,
    check_text_size,
)
from activities.audit.consistency import check_consistency
from activities.audit.contrast import check_contrast
from activities.audit.coverage import check_rule_coverage
from activities.audit.cta import check_cta_contrast
from activities.audit.exhibit import Exhibit
from activities.audit.files import (
    check_aspect_ratio,
    check_dimensions,
    check_file_size,
    check_format,
    check_integrity,
    check_metadata,
)
from activities.audit.forbidden_colors import check_forbidden_colors
from activities.audit.glyphs import check_glyph_coverage
from activities.audit.language import check_language
from activities.audit.leftovers import check_placeholders
from activities.audit.lengths import check_field_length, check_required_fields
from activities.audit.likeness import check_duplicates
from activities.audit.links import check_link
from activities.audit.marks import (
    check_caps,
    check_emoji,
    check_hashtags_and_mentions,
    check_punctuation,
)
from activities.audit.message import check_message_match
from activities.audit.palette import check_brand_palette
from activities.audit.persons import check_personal_attributes, check_personal_data
from activities.audit.profanity import check_profanity
from activities.audit.prohibitions import check_forbidden_terms, check_forbidden_topics
from activities.audit.readability import check_readability
from activities.audit.style import check_tone_style
from activities.audit.tone import check_tone_voice
from activities.audit.wording import check_alt_text, check_image_text
from contracts import QualityCheck

ASSET_CHECKS: Final[Mapping[str, Callable[[Exhibit], list[QualityCheck]]]] = {
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

CAMPAIGN_CHECKS: Final[Mapping[str, Callable[[Dossier], list[QualityCheck]]]] = {
    "duplicate_creative_check": check_duplicates,
    "rule_coverage_check": check_rule_coverage,
    "campaign_consistency_check": check_consistency,
}
"""What can only be judged of all assets together."""
