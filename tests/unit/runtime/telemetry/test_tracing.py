"""Traces are asked for, or nothing of them is there."""

import sys

import pytest

from runtime.refusals import WrongUse
from runtime.telemetry.tracing import tracing

ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {ENDPOINT: ""},
        {ENDPOINT: "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"},
        {ENDPOINT: "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_nothing_is_traced_unless_somebody_asks_for_it(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """OpenTelemetry's own switches are heard."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert tracing() == ()


def test_traces_without_their_extra_are_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever asks for traces does not wait in vain for them."""
    monkeypatch.setenv(ENDPOINT, "http://127.0.0.1:4318")
    monkeypatch.setitem(sys.modules, "runtime.telemetry.spans", None)

    with pytest.raises(WrongUse, match=rf"{ENDPOINT} .*leadboost-phoenix\[otel\]"):
        tracing()
