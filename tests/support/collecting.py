"""A collector of OpenTelemetry's spans, and a webhook whose caller says which trace it is in."""

import gzip
import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

PRIVATE: Final = "what only the log may repeat"
"""What the webhook says when it refuses."""


class Collected:
    """What a collector and a webhook were sent."""

    def __init__(self) -> None:
        self.raw: list[bytes] = []
        self.calls: list[dict[str, str]] = []

    def spans(self) -> list[Span]:
        """Return all spans so far."""
        return [
            span
            for body in self.raw
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@contextmanager
def collecting() -> Generator[tuple[str, Collected]]:
    """Yield the address of a server that collects at `/v1/traces`.

    Whoever posts to `/refusing` is refused, and whoever posts elsewhere has published.
    """
    collected = Collected()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/v1/traces":
                is_packed = self.headers.get("content-encoding") == "gzip"
                collected.raw.append(gzip.decompress(body) if is_packed else body)
                self._answer(200, b"")
            else:
                collected.calls.append({k.lower(): v for k, v in self.headers.items()})
                is_refusing = self.path.startswith("/refusing")
                said = {"error": PRIVATE} if is_refusing else {"id": "p1"}
                self._answer(400 if is_refusing else 200, json.dumps(said).encode())

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as above
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = Thread(target=server.serve_forever, args=(0.05,))
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", collected
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
