"""Copy has what its placement needs."""

from domain.audit.checks.copy.required_fields import CHECK
from domain.platforms import placement_of
from tests.support.audit.subjects import codes, subject

POST = placement_of("x", "post")


def test_a_missing_field_blocks_and_is_named() -> None:
    """Copy without what its placement needs does not go out."""
    required = [name for name, limit in POST.fields.items() if limit.required]

    findings = CHECK(subject(placement=POST, text={required[0]: "  "}))

    assert [each.evidence["field"] for each in findings] == required
    assert set(codes(findings)) == {("FAIL", "FIELD_MISSING", "CRITICAL")}
