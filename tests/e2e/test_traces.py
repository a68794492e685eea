"""One trace from the command that starts a campaign to the request that publishes it."""

import time
from pathlib import Path

import pytest

from tests.chaos.platform import SECRET
from tests.e2e.command_line import REQUEST, CommandLine
from tests.e2e.installation import free_port, until
from tests.support.collecting import PRIVATE, collecting

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(300)]

CHANNELS = """\
[channels.instagram]
publisher = "webhook"
url = "{url}/taking"
secret_env = "TRACED_SECRET"
reconciliation = "keyed"

[channels.x]
publisher = "webhook"
url = "{url}/refusing"
secret_env = "TRACED_SECRET"
reconciliation = "keyed"
"""
SHORT_WAIT = 8.0
"""Seconds that a command may take beside its work when no collector answers."""


def test_a_trace_leads_from_the_command_to_the_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starter, stages and the channel's request are one trace, without a word of an error.

    A collector that is away costs a command seconds at most, and it says what is missed.
    """
    text = REQUEST.replace("budget:", "  - {channel: x, placement: post}\nbudget:")
    line = CommandLine.under(tmp_path)
    line.home.mkdir()
    with collecting() as (url, collected):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("TRACED_SECRET", SECRET)
        (line.home / "channels.toml").write_text(CHANNELS.format(url=url))
        try:
            execution = line.start(tmp_path, text)["execution_id"]
            log = line.home / "logs" / "worker.log"
            until(lambda: PRIVATE in log.read_text(encoding="utf-8"), "nothing is refused")
            until(lambda: len({call["traceparent"] for call in collected.calls}) > 1, "one call")
            monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{free_port()}")
            began = time.monotonic()
            blind = line("status", execution)
            spent = time.monotonic() - began
        finally:
            line.stop()

    spans = collected.spans()
    began_span = next(span for span in spans if span.name.startswith("StartWorkflow:"))
    trace = began_span.trace_id.hex()
    names = {span.name for span in spans if span.trace_id.hex() == trace}
    published = {span.span_id.hex() for span in spans if span.name == "RunActivity:publish_channel"}
    called = [call["traceparent"].split("-") for call in collected.calls]
    assert {"RunActivity:scan_radar", "RunActivity:audit_quality"} <= names
    assert len(called) >= len(published) > 1
    assert {parts[1] for parts in called} == {trace}
    assert {parts[2] for parts in called} == published
    assert PRIVATE.encode() not in b"".join(collected.raw)
    assert blind.returncode == 0
    assert "spans are lost" in blind.stderr
    assert spent < SHORT_WAIT
