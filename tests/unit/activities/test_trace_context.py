"""A service of one's own learns which trace a call belongs to, without trusting it for that."""

from contextvars import copy_context
from datetime import UTC, datetime

from pydantic import SecretStr

from activities import trace_context
from activities.http.signature import signed_headers
from tests.chaos.platform import SECRET

AT = datetime(2026, 1, 1, tzinfo=UTC)
TRACE = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}


def headers() -> dict[str, str]:
    """Return what a call has beside its body."""
    return signed_headers([SecretStr(SECRET)], "a", AT, b"{}")


def test_a_call_says_which_trace_it_belongs_to_and_its_signature_is_the_same() -> None:
    """The trace goes with the call, and what is signed does not depend on it."""
    plain = headers()

    def traced() -> dict[str, str]:
        trace_context.enter(TRACE)
        return headers()

    assert copy_context().run(traced) == plain | TRACE
    assert not plain.keys() & TRACE.keys()
