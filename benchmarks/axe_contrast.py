"""The audit's contrast, and its page, against axe-core in a real browser.

Run it with `python -m benchmarks.axe_contrast AXE [--chromium PROGRAM]`, where AXE is the file
`axe.min.js` of the npm package `axe-core`. It ends with status 1 when a ratio differs by more than
axe-core's rounding, or when axe-core finds any fault in the auditor's page. It is no test, since
neither a browser nor npm belongs to what the tests may rely on.
"""

import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from activities.audit.colors import contrast, hex_of, luminance, parse_hex
from activities.audit.offline import Demands, PictureFile, PostCopy
from activities.platforms import placement_of
from console.audit_page import page_of
from runtime.file_audit import Piece, audit_pieces

ROUNDING = 0.0051
"""axe-core cuts or rounds its ratios to two decimals."""

INVISIBLE = 1.01
"""A ratio below it is 1.00 to axe-core, which then does not judge the text."""

STEPS = (0, 51, 102, 153, 204, 255)
"""Levels of each channel: 216 colors, as many as two hundred texts need."""

_CALL = """<script>{axe}</script><pre id=answer></pre><script>
axe.run({{resultTypes: ["violations", "passes", "incomplete"]}}).then(found => {{
  const brief = list => list.map(rule => ({{id: rule.id, nodes: rule.nodes.map(node => ({{
    target: node.target[0], data: node.any[0] && node.any[0].data}}))}}));
  document.getElementById("answer").textContent = JSON.stringify(
    {{violations: brief(found.violations), passes: brief(found.passes),
      dark: matchMedia("(prefers-color-scheme: dark)").matches}});
}});</script>"""


def ask(chromium: str, axe: str, page: str, *, dark: bool = False) -> Any:
    """Return what axe-core finds in a page."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(page.replace("</body>", _CALL.format(axe=axe) + "</body>"), "utf-8")
        scheme = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []
        done = subprocess.run(
            [
                *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
                *("--virtual-time-budget=60000", *scheme, f"--user-data-dir={folder}/profile"),
                file.as_uri(),
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=True,
        )
    answer = re.search(r'<pre id="answer">(.*?)</pre>', done.stdout, re.DOTALL)
    if answer is None or not answer[1]:
        raise SystemExit(f"axe-core gave no answer: {done.stderr[-500:]}")
    return json.loads(unescape(answer[1]))


def pairs() -> list[tuple[str, str]]:
    """Return colors of text and background, from the same to the opposite."""
    colors = [hex_of((r, g, b)) for r in STEPS for g in STEPS for b in STEPS]
    return [(color, colors[(7 * number + 31) % len(colors)]) for number, color in enumerate(colors)]


def compare_ratios(chromium: str, axe: str) -> int:
    """Compare both on the same colors; return how many ratios differ."""
    texts = "".join(
        f'<p id=p{number} style="color:{text};background:{back}">Text</p>'
        for number, (text, back) in enumerate(pairs())
    )
    page = f"<!doctype html><html lang=en><title>t</title><body><main>{texts}</main></body></html>"
    found = ask(chromium, axe, page)
    measured = {
        node["target"]: node["data"]["contrastRatio"]
        for rule in (*found["violations"], *found["passes"])
        if rule["id"] == "color-contrast"
        for node in rule["nodes"]
        if node["data"] and node["data"].get("contrastRatio")
    }
    worst, wrong = 0.0, 0
    for number, (text, back) in enumerate(pairs()):
        theirs = measured.get(f"#p{number}")
        ours = contrast(luminance(parse_hex(text)), luminance(parse_hex(back)))
        if theirs is None:  # what it cuts to 1.00 it leaves to a person
            wrong += ours >= INVISIBLE
            continue
        # axe-core cuts to two decimals, so that 4.499 is not shown as 4.5.
        off = min(abs(ours - theirs), abs(int(ours * 100) / 100 - theirs))
        worst, wrong = max(worst, off), wrong + (off > ROUNDING)
    print(f"{len(measured)} ratios compared, largest difference {worst:.4f}, {wrong} differ")
    return wrong if measured else 1


def page_faults(chromium: str, axe: str) -> int:
    """Return how many faults axe-core finds in the auditor's page, light and dark."""
    image = Image.new("RGB", (1080, 1350), "#f2e9dc")
    ImageDraw.Draw(image).rectangle((100, 100, 500, 300), fill="#dd1111")
    file = io.BytesIO()
    image.save(file, "PNG")
    post = PostCopy({"headline": "The harvest", "body": "BUY NOW!!! " * 300}, "A cup", "http://x")
    place = placement_of("instagram", "feed")
    demands = Demands(do_not_do=["No red", "Never say 'now'", "Do not sound desperate"])
    picture = PictureFile(file.getvalue(), "a.png")
    pieces = [Piece(Path(name), picture, post) for name in ("a.png", "b.png")]
    answer = audit_pieces(pieces, place, demands, date(2026, 11, 22), print)
    page = page_of(answer, [picture.data] * 2, post)
    faults = 0
    for dark in (False, True):
        found = ask(chromium, axe, page, dark=dark)
        if found["dark"] is not dark:
            raise SystemExit("the browser does not show the color scheme that was asked for")
        for rule in found["violations"]:
            print(f"dark={dark} {rule['id']}: {rule['nodes'][:3]}")
        texts = [len(rule["nodes"]) for rule in found["passes"] if rule["id"] == "color-contrast"]
        print(f"page, dark={dark}: {len(found['violations'])} faults, texts judged: {texts}")
        faults += len(found["violations"])
    return faults


def main(arguments: Sequence[str]) -> int:
    """Compare, print what came of it, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("axe", type=Path)
    parser.add_argument("--chromium", default="chromium")
    given = parser.parse_args(arguments)
    axe = given.axe.read_text("utf-8")
    wrong = compare_ratios(given.chromium, axe) + page_faults(given.chromium, axe)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
