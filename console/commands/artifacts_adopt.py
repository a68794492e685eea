"""`artifacts adopt`: word that the artefact store is this ledger's."""

from typing import TYPE_CHECKING

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """Say it when a store takes the place of one that is lost, or of another ledger's.

    Nothing in it is changed but whose it is. Start the workers anew afterwards: until then those
    that run go on with the store that they had.
    """
    from runtime.settings import load_settings

    settings = load_settings()

    async def work(screen: "Screen") -> int:
        from runtime.installation.adopting import adopt

        answer = await adopt(settings)
        said = f"the artefact store {answer.store} belongs to the ledger {answer.ledger}"
        if not answer.is_new:
            said += ", as it did before"
        elif answer.former_store is not None:
            said += f", whose artefacts were in {answer.former_store}"
        screen.answer(answer, said)
        return DONE

    return work
