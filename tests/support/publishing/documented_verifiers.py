"""The verifiers of permits that docs/channels.md shows, as programs."""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.support.publishing.documented import DOCUMENT, block

_SCRIPT: Final = re.compile(r"```js\n// verify_permit\.mjs\n(?P<text>.*?)```", re.DOTALL)
_CALL: Final = """
import { readFileSync } from "node:fs";
import { verify } from "./verify_permit.mjs";
const given = JSON.parse(readFileSync(0, "utf-8"));
const body = Buffer.from(given.body, "base64");
for (const now of given.moments) {
  try {
    verify(body, given.permit, given.keys, given.channel, now);
    console.log("yes");
  } catch (error) {
    console.log("no");
  }
}
"""


class Refused(Exception):
    """A verifier does not let it be published."""


def by_python(
    body: bytes, permit: str, keys: Mapping[str, str], channel: str, now: float
) -> dict[str, Any]:
    """Ask the verifier in Python.

    Raises:
        Refused: It must not be published.
    """
    names: dict[str, Any] = {}
    exec(compile(block("verify_permit.py"), "verify_permit.py", "exec"), names)  # noqa: S102 - ours
    try:
        post: dict[str, Any] = names["verify"](body, permit, keys, channel, now)
    except Exception as error:
        raise Refused(repr(error)) from error
    return post


def by_node(
    body: bytes, permit: str, keys: Mapping[str, str], channel: str, now: float
) -> dict[str, Any]:
    """Ask the verifier in JavaScript.

    Raises:
        Refused: It must not be published.
    """
    node = shutil.which("node")
    assert node is not None, "there is no node"
    found = _SCRIPT.search(DOCUMENT.read_text(encoding="utf-8"))
    assert found is not None
    given = {
        "body": base64.b64encode(body).decode(),
        "permit": permit,
        "keys": keys,
        "channel": channel,
        "moments": [now],
    }
    with TemporaryDirectory() as folder:
        (Path(folder) / "verify_permit.mjs").write_text(found["text"], encoding="utf-8")
        (Path(folder) / "call.mjs").write_text(_CALL, encoding="utf-8")
        ran = subprocess.run(
            [node, "call.mjs"],
            cwd=folder,
            input=json.dumps(given),
            capture_output=True,
            text=True,
            check=True,
        )
    if ran.stdout.strip() != "yes":
        raise Refused(ran.stdout)
    post: dict[str, Any] = json.loads(body)
    return post
