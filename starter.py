"""The operator's entry point: parses what was typed, carries it out and leaves."""

# ruff: noqa: PLC0415 - what is heavy is imported where it is used, so that --help answers at once

import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

# Python's safe path leaves this folder out, in which our own packages lie in a checkout. At the end
# of the path, nothing in it takes the place of a library.
if sys.flags.safe_path:
    sys.path.append(str(Path(__file__).resolve().parent))

from console.parsing import Call, parse
from console.work import DONE, FAILED, INTERRUPTED
from runtime.process_exit import leave, open_streams


def run(arguments: Sequence[str]) -> int:
    """Carry one command out and return its exit status; no mistake of an operator raises."""
    try:
        call = parse(arguments)
        return DONE if call is None else carry_out(call)
    except KeyboardInterrupt:
        print("\nleft; campaigns that were started go on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # who reads has left
        return FAILED
    except Exception as error:
        from console.screen import Screen
        from runtime.refusals import NotCarriedOut

        if not isinstance(error, NotCarriedOut):
            raise
        screen = Screen(sys.stdout, sys.stderr, as_json="--json" in arguments)
        if not error.was_said:
            screen.warn(str(error))
        if screen.as_json:
            with suppress(NotCarriedOut):  # that an answer cannot be written is one, too
                screen.answer(error.refusal(arguments))
        return error.exit_status


def carry_out(call: Call) -> int:
    """Do the work that was called for, and return its exit status."""
    from console.screen import Screen

    doing = call.work(Screen(sys.stdout, sys.stderr, as_json=call.as_json))
    if isinstance(doing, int):
        return doing
    import asyncio

    return asyncio.run(doing)


def main() -> NoReturn:
    """Run the command line and leave with its own exit status."""
    open_streams()
    begun = time.monotonic()
    try:
        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        status = INTERRUPTED
    except SystemExit:  # a library leaves when who reads has left
        status = FAILED
    except Exception as error:  # noqa: BLE001 - a defect of ours: told in one line, kept in a log
        status = FAILED
        from console.defects import tell

        tell(error, as_json="--json" in sys.argv)
    if os.environ.get("PHOENIX_COMMAND_METRICS"):
        from console.command_metrics import note_end

        note_end(sys.argv[1:], status, time.monotonic() - begun)
    leave(status)


if __name__ == "__main__":
    main()
