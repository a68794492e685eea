"""How spans leave a process: in the background, and without the words in which something failed."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagate import inject
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from temporalio.client import Interceptor
from temporalio.contrib.opentelemetry import TracingInterceptor

from runtime.version import Version

_SERVICE: Final = "phoenix"
_LAST_SPANS: Final = timedelta(seconds=2)
"""How long a collector may take, and how long the end of a process waits for one."""

log = logging.getLogger("phoenix.traces")


def open_tracing() -> tuple[Interceptor, Callable[[], None]]:
    """Return what traces a client and its workers, and what sends the last spans.

    The collector is the one that OpenTelemetry's variables name.
    """
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)  # what it says is told below
    service = {"service.name": _SERVICE, "service.version": Version.of_this_code().version}
    provider = TracerProvider(
        resource=Resource(service).merge(Resource.create()), shutdown_on_exit=False
    )
    exporter = WithoutWords(OTLPSpanExporter(timeout=_LAST_SPANS.total_seconds()))
    provider.add_span_processor(BatchSpanProcessor(exporter))

    def close() -> None:
        sending = threading.Thread(target=provider.shutdown, daemon=True)
        sending.start()
        sending.join(_LAST_SPANS.total_seconds())

    return TracingInterceptor(provider.get_tracer(_SERVICE)), close


def present_headers() -> Mapping[str, str]:
    """Return what the present trace is called, in the headers of W3C Trace Context."""
    headers: dict[str, str] = {}
    inject(headers)
    return headers


class WithoutWords(SpanExporter):
    """Sends spans that say whether something failed, and not in which words.

    What an error says may quote what a campaign or a channel says in private; the log has it.
    """

    def __init__(self, exporter: SpanExporter) -> None:
        """Take what sends them on."""
        self._exporter = exporter
        self._is_lost = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send spans, and say in the log when that begins to fail."""
        result = self._exporter.export([_without_words(span) for span in spans])
        is_lost = result is not SpanExportResult.SUCCESS
        if is_lost and not self._is_lost:
            log.warning("spans are lost: the collector that OTEL_EXPORTER_OTLP_* names takes none")
        self._is_lost = is_lost
        return result

    def shutdown(self) -> None:
        """Let go of what sends them on."""
        self._exporter.shutdown()


def _without_words(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=span.attributes,
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
