"""Which trace the running activity belongs to, for the calls that it makes to one's own services.

Networks of strangers are not told.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Final

_PRESENT: Final[ContextVar[Mapping[str, str] | None]] = ContextVar("trace_context", default=None)


def enter(headers: Mapping[str, str]) -> None:
    """Let the calls of the running activity be a part of a trace.

    Args:
        headers: What the trace is called, as W3C Trace Context writes it: `traceparent`, and
            `tracestate` where there is one.
    """
    _PRESENT.set(headers)


def trace_headers() -> Mapping[str, str]:
    """Return the headers of the present trace; none where nothing is traced."""
    return _PRESENT.get() or {}
