"""A real browser, and what axe-core finds in the pages that it shows."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Final

import pytest
from pydantic import BaseModel, TypeAdapter

_FLAGS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--allow-file-access-from-files",  # else the asking page cannot look into its frames
    "--virtual-time-budget=60000",  # without it the page is dumped before axe-core is done
    "--dump-dom",
)

_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n')
"""What forbids scripts in a page, axe-core among them."""

_ASK: Final = """
const ask = async look => {
  const frame = document.createElement("iframe");
  frame.style = `border:0;height:900px;width:${look.width}px;color-scheme:${look.scheme}`;
  const load = page => new Promise(done => {
    Object.assign(frame, {src: page, onload: done});
    document.body.append(frame);
  });
  await load(look.page);
  const images = [...frame.contentDocument.images];
  const asItIs = {
    title: frame.contentDocument.title,
    missing: images.filter(one => !one.naturalWidth).map(one => one.getAttribute("src")),
  };
  await load(look.open);
  const view = frame.contentWindow, script = view.document.createElement("script");
  await new Promise((done, fail) => {
    Object.assign(script, {src: AXE, onload: done, onerror: fail});
    view.document.head.append(script);
  });
  const found = await view.axe.run();
  const told = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
  const all = rules => rules.flatMap(rule => rule.nodes.map(node => [rule, node]));
  const judged = ["passes", "violations", "incomplete"].flatMap(kind => all(found[kind]));
  const contrasts = judged.filter(([rule]) => rule.id === "color-contrast");
  const direction = one => view.getComputedStyle(one).unicodeBidi;
  const lostHead = cell => {
    const head = cell.closest("table").tHead;
    return head && head.rows[0].cells.length > 2 && head.offsetWidth <= 1;
  };
  const own = cell => view.getComputedStyle(cell, "::before").content;
  const seen = {
    ...asItIs,
    unnamed: [...view.document.querySelectorAll("td")]
      .filter(one => one.textContent.trim() && lostHead(one) && own(one) === "none")
      .map(one => one.outerHTML),
    open_title: view.document.title,
    mixing: [...view.document.body.querySelectorAll("*:not(script)")]
      .filter(one => direction(one) !== "isolate").map(one => one.outerHTML),
    wide: [...view.document.body.querySelectorAll("*:not(script):not(svg *)")]
      .filter(one => one.getBoundingClientRect().right > view.innerWidth + 1)
      .map(one => one.outerHTML.slice(0, 200)),
    dark: view.matchMedia("(prefers-color-scheme: dark)").matches,
    width: view.innerWidth,
    violations: all(found.violations).map(pair => told(...pair)),
    undecided: all(found.incomplete).map(pair => told(...pair)),
    broken: found.incomplete.filter(rule => !rule.nodes.length).map(rule => rule.id),
    ratios: Object.fromEntries(contrasts.flatMap(([, node]) => {
      const ratio = node.any[0]?.data?.contrastRatio;
      return ratio ? [[String(node.target), ratio]] : [];
    })),
  };
  frame.remove();
  return seen;
};
onload = async () => {
  const answers = [];
  try {
    for (const look of LOOKS) answers.push(await ask(look));
    answer.textContent = JSON.stringify(answers);
  } catch (error) {
    answer.textContent = `${error} ${error.stack}`;
  }
};
"""


@dataclass(frozen=True)
class Look:
    """One way of looking at a page."""

    dark: bool
    width: int
    """CSS pixels."""


class Found(BaseModel):
    """What axe-core found in a page under one look."""

    dark: bool
    width: int
    title: str
    missing: list[str]
    """Pictures that are not shown."""
    open_title: str
    """The title without the page's policy."""
    mixing: list[str]
    """Elements whose marks of direction reach the text beside them."""
    unnamed: list[str]
    """Cells that do not say what their column is called, although its head is out of sight."""
    wide: list[str]
    """What reaches beyond the window: it is cut off, or the page has to be scrolled sideways."""
    violations: list[str]
    undecided: list[str]
    """What axe-core leaves to a person."""
    broken: list[str]
    """Rules that axe-core could not run, as an old one that does not know a style's syntax."""
    ratios: dict[str, float]
    """The contrast of each text, by its selector."""


def chromium() -> str:
    """Return the browser's program; without one, skip the test, or fail it in CI."""
    program = shutil.which("chromium")
    if program is not None:
        return program
    why = "there is no browser: install chromium (Debian: apt-get install chromium)"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def shown(url: str, folder: Path) -> str:
    """Return a page's markup once its scripts have come to rest.

    Args:
        url: Where the page is.
        folder: Where the browser's profile may lie.
    """
    done = subprocess.run(
        [chromium(), *_FLAGS, f"--user-data-dir={folder / 'profile'}", url],
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return done.stdout


def inspect(looks: Iterable[tuple[Path, Look]], folder: Path) -> list[Found]:
    """Return what axe-core finds under each look; one browser shows all of them.

    Args:
        looks: Pages and how to look at them.
        folder: Where the asking page and the browser's profile may lie.
    """
    asked = list(looks)
    axe = resources.files("axe_playwright_python") / "axe.min.js"
    with resources.as_file(axe) as script:
        asking = folder / "asking.html"
        asking.write_text(_asking_page(asked, script), "utf-8")
        page = shown(asking.as_uri(), folder)
    answer = re.search(r"<pre id=\"answer\">(.*?)</pre>", page, re.DOTALL)
    assert answer, f"the browser showed nothing: {page[-1000:]}"
    assert answer[1].startswith("["), f"axe-core gave no answer: {answer[1]}"
    found = TypeAdapter(list[Found]).validate_json(unescape(answer[1]))
    # A page that was not shown as asked would prove nothing about that look.
    assert [(one.dark, one.width) for one in found] == [
        (look.dark, look.width) for _, look in asked
    ]
    return found


def _asking_page(looks: list[tuple[Path, Look]], axe: Path) -> str:
    asked = [
        {
            "page": page.as_uri(),
            "open": _without_policy(page).as_uri(),
            "scheme": "dark" if look.dark else "light",
            "width": look.width,
        }
        for page, look in looks
    ]
    return (
        "<!doctype html><meta charset=utf-8><body><pre id=answer></pre><script>"
        f"const AXE = {json.dumps(axe.as_uri())}, LOOKS = {json.dumps(asked)};{_ASK}</script>"
    )


def _without_policy(page: Path) -> Path:
    """Write a page beside itself in which scripts may run, and return where it lies."""
    copy = page.with_name(f"{page.stem}-open.html")
    copy.write_text(_POLICY.sub("", page.read_text("utf-8")), "utf-8")
    return copy
