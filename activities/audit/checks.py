"""The table of checks: each judges one asset, by a pure function from the exhibit."""

from collections.abc import Callable, Mapping
from typing import Final

from activities.audit.contrast import check_contrast
from activities.audit.exhibit import Exhibit
from activities.audit.files import (
    check_aspect_ratio,
    check_dimensions,
    check_file_size,
    check_format,
    check_integrity,
)
from activities.audit.links import check_link
from activities.audit.palette import check_forbidden_colors
from activities.audit.prohibitions import check_forbidden_terms, check_forbidden_topics
from activities.audit.tone import check_tone_voice
from activities.audit.wording import (
    check_alt_text,
    check_field_length,
    check_image_text,
    check_required_fields,
)
from contracts import QualityCheck

ASSET_CHECKS: Final[Mapping[str, Callable[[Exhibit], list[QualityCheck]]]] = {
    "image_integrity_check": check_integrity,
    "file_format_check": check_format,
    "file_size_check": check_file_size,
    "image_dimensions_check": check_dimensions,
    "aspect_ratio_check": check_aspect_ratio,
    "contrast_ratio_check": check_contrast,
    "forbidden_color_check": check_forbidden_colors,
    "image_text_match_check": check_image_text,
    "alt_text_check": check_alt_text,
    "required_fields_check": check_required_fields,
    "field_length_check": check_field_length,
    "forbidden_topic_check": check_forbidden_topics,
    "forbidden_term_check": check_forbidden_terms,
    "tone_voice_check": check_tone_voice,
    "link_check": check_link,
}
"""By check id. None stops another: one report with all faults makes one revision."""
