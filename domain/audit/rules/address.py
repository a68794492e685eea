"""How readers are to be addressed, in a sentence of its own: trate siempre de usted."""

import re
from typing import Final

from domain.text.spelling import aligned_fold

_TREAT: Final = (
    r"(?:trat(?:ar|e|a|en|ad|emos|amos|es)|habl(?:ar|e|a|en)|dirigirse|us(?:ar|a|e|en|ad|es)|use)"
)
_TUTEAR: Final = r"(?:(?:se )?tutea|tutear|tutead|tutee|tuteamos)"
_READERS: Final = (
    r"(?: (?:al|a (?:los|las|nuestros|nuestras))"
    r" (?:clientes?|lector(?:es)?|publico|usuari[oa]s?))?"
)
_TO_READERS: Final = r"(?:address|call) (?:customers|readers|everyone|everybody|users) (?:as|with)"
_PRONOUN: Final = r"(?:el )?(?:(?P<usted>usted)|(?P<tu>tu))"
_WANTED: Final = re.compile(
    rf"\W*(?:(?:hay que |se |siempre )?(?:{_TREAT}|tratara)(?: siempre)?(?: de)?"
    rf"|(?:siempre|solo|unicamente) de"
    rf"|(?:always )?(?:use|{_TO_READERS})|nothing but) {_PRONOUN}(?: siempre| always)?"
    rf"{_READERS}\W*"
    rf"|\W*(?:(?:siempre|hay que) {_TUTEAR}|{_TUTEAR} siempre){_READERS}\W*"
)
_UNWANTED: Final = re.compile(
    rf"\W*(?:(?:no|nunca|jamas) (?:se )?{_TREAT}|(?:never|do not|don['’]?t) (?:use|{_TO_READERS})"
    rf"|nada|sin|evit\w+|avoid)(?: (?:de|el))? {_PRONOUN}(?: nunca| jamas)?{_READERS}\W*"
)


def unwanted_address(sentence: str) -> str | None:
    """Return the trait that a form of address forbids; `None` when it is not all that is said.

    What is said to `usted` is no trait: a verb alone (`Solicite`) may be said of somebody else.
    """
    plain = aligned_fold(sentence)
    wanted, unwanted = _WANTED.fullmatch(plain), _UNWANTED.fullmatch(plain)
    is_formal = (wanted is not None and bool(wanted["usted"])) or (
        unwanted is not None and bool(unwanted["tu"])
    )
    return "tuteo" if is_formal else None
