"""How a command ends that is not carried out: what the operator is told, and the exit status."""

from collections.abc import Sequence
from typing import ClassVar

from contracts import Contract, Prose, as_prose
from runtime.typed import without_typed


class Refusal(Contract):
    """A command that was not carried out, as `--json` prints it."""

    message: Prose
    """What is wrong, and what would be right."""
    exit_status: int
    """1 when it was understood and refused, 2 when it could not be carried out at all."""


def told(text: str, typed: Sequence[str]) -> str:
    """Return a text as a refusal has it."""
    # What it quotes of an operator's or a library's may hold what no text may.
    return as_prose(without_typed(text, typed))


class NotCarriedOut(Exception):
    """A command ended without effect, for a reason that the operator can act on."""

    exit_status: ClassVar[int]
    was_said = False
    """Whether the operator has read it already."""

    def refusal(self, typed: Sequence[str] = ()) -> Refusal:
        """Return the contract that says the same to a program, which may keep it.

        Args:
            typed: What was typed: what may be a secret of it is not repeated.
        """
        return Refusal(message=told(str(self), typed), exit_status=self.exit_status)


class Refused(NotCarriedOut):
    """The command was understood, and the campaign or Temporal refuses it."""

    exit_status = 1


class WrongUse(NotCarriedOut):
    """The command, its files, its settings or its surroundings do not allow it."""

    exit_status = 2


class Sealed(WrongUse):
    """What Temporal keeps cannot be read with the keys that this process has."""


class Unknown(WrongUse):
    """Nothing has the id or the name that was typed, or not any more: as wrong as a typing error.

    Every command that is given one says it so, whatever it is the id or the name of.
    """
