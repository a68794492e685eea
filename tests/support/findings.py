"""What the examination of an installation finds, by part."""

from collections.abc import AsyncIterator

from runtime.doctor.replies import Finding


async def every(findings: AsyncIterator[Finding]) -> dict[str, Finding]:
    """Return what an examiner found, by part."""
    return {finding.part: finding async for finding in findings}
