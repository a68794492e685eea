"""How a command ends that is not carried out: what the operator is told, and the exit status."""

from typing import ClassVar

from contracts import Contract, Prose, as_prose


class Refusal(Contract):
    """A command that was not carried out, as `--json` prints it."""

    message: Prose
    """What is wrong, and what would be right."""
    exit_status: int
    """1 when it was understood and refused, 2 when it could not be carried out at all."""


class NotCarriedOut(Exception):
    """A command ended without effect, for a reason that the operator can act on."""

    exit_status: ClassVar[int]
    was_said = False
    """Whether the operator has read it already."""

    def refusal(self) -> Refusal:
        """Return the contract that says the same."""
        # What it quotes of an operator's or a library's may hold what no text may.
        return Refusal(message=as_prose(str(self)), exit_status=self.exit_status)


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
