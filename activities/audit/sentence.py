"""How a sentence of the brief is built: what it prohibits, and in which way."""

import re
from dataclasses import dataclass
from typing import Final

from activities.audit.lexicon import load_lexicon
from activities.audit.words import fold

_PROHIBITS: Final = re.compile(
    r"^\W*(?:no|nunca|jamas|evitar|evite|evita|evitad|prohibido|prohibida|prohibir|sin|nada de|ni"
    r"|usar|utilizar|mencionar|hablar de|decir|nombrar"
    r"|do not|don['’]?t|never|avoid|without|nothing|must not|mustn['’]?t|stay away from"
    r"|use|using|mention|mentioning|talk about|say|refer to)\b"
)
_TURNS_AROUND: Final = re.compile(
    # Exceptions, amounts, places and double negations say less than a prohibition, or the opposite.
    r"\b(?:salvo|excepto|excepcion|a menos que|sino|solo|solamente|unicamente|siempre|otros?|otras?"
    r"|distint[oa]s?|mas que|mas de|demasiad[oa]s?|abusar|exces\w*|olvidar"
    r"|omitir|dejar de|evitar no"
    r"|except|unless|but|only|always|other|than|too many|too much|overuse|forget|omit|fail to"
    r"|cuando|si|when|if|titular(?:es)?|titulos?|asunto|headlines?|titles?|subject)\b"
)
_SECOND_NEGATION: Final = re.compile(
    r"^\W*(?:no|nunca|jamas|never|do not|don['’]?t)\b.*\b(?:sin|evitar|without|avoid)\b"
)
_QUOTED: Final = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|‘([^’]+)’|(?<!\w)'([^']+)'(?!\w)")
_SEPARATOR: Final = re.compile(r"[,;.:()\n]|\b(?:ni|y|e|o|u|or|and|nor)\b", re.IGNORECASE)
_MENTION: Final = re.compile(
    r"\b(?:mencion\w*|hablar|hables|hable|decir|digas|diga|nombrar|nombres|citar|cites|referirse"
    r"|referencias?|aludir|alusion(?:es)?|palabras?|frases?|terminos?"
    r"|mention\w*|say|saying|talk\w*|refer\w*|references?|words?|phrases?|terms?)\b"
)
_COLOR: Final = re.compile(
    r"\b(?:color(?:es)?|colou?rs?|tonos?|tonalidad(?:es)?|fondos?|backgrounds?|tones?|shades?|hues?)\b"
)
_PICTURE: Final = re.compile(
    r"\b(?:imagen(?:es)?|fotos?|fotografias?|ilustracion(?:es)?|videos?|mostrar|muestres|aparecer"
    r"|images?|photos?|pictures?|illustrations?|show|showing|depict\w*)\b"
)
_SPANISH: Final = re.compile(
    r"\b(?:nunca|jamas|evit\w+|prohibid[oa]|sin|usar|uses|use el|utiliz\w+|mencion(?:ar|es|e)"
    r"|hablar|decir"
    r"|nombrar|tutear|poner|escribir|mostrar|el|la|los|las|un|una|de|del|con|en|ni|y|colores|tonos?"
    r"|fondos?|nada|al)\b|[áéíóúñü]"
)
_ENGLISH: Final = re.compile(
    r"\b(?:do not|don['’]?t|never|avoid|without|nothing|must|the|any|or|and|of|with"
    r"|colou?rs|using|mention)\b"
)
_ENGLISH_COLOR_FIRST: Final = re.compile(
    r"\b(?:red|blue|green|yellow|orange|pink|purple|black|white|gr[ae]y|brown)\b"
)


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that names one thing."""

    text: str
    """What it names, without the verb that prohibits it."""
    content: tuple[str, ...]
    """The words that carry meaning."""
    is_mention: bool
    """Whether it is about saying the thing."""
    is_about_colors: bool
    is_about_pictures: bool
    is_spanish: bool


def is_prohibition(sentence: str) -> bool:
    """Tell whether a sentence forbids something everywhere and without exception."""
    folded = fold(sentence)
    prohibits = _PROHIBITS.match(folded) is not None
    return prohibits and not _TURNS_AROUND.search(folded) and not _SECOND_NEGATION.match(folded)


def quotations_of(sentence: str) -> tuple[list[str], str]:
    """Return what a sentence quotes, and the sentence without it."""
    quoted = [next(filter(None, match)) for match in _QUOTED.findall(sentence)]
    return [text.strip() for text in quoted if text.strip()], _QUOTED.sub(" ", sentence)


def clauses_of(sentence: str) -> list[Clause]:
    """Return the parts of a sentence; the verb of one part holds for those after it."""
    lexicon = load_lexicon()
    clauses: list[Clause] = []
    mention = about_colors = about_pictures = False
    spanish = _is_spanish(sentence)
    for part in _SEPARATOR.split(sentence):
        folded = fold(part)
        has_verb = any(fold(word) in lexicon.verbs for word in re.findall(r"\w+", part))
        mention = bool(_MENTION.search(folded)) or (mention and not has_verb)
        about_colors = bool(_COLOR.search(folded)) or (about_colors and not has_verb)
        about_pictures = bool(_PICTURE.search(folded)) or (about_pictures and not has_verb)
        words = re.findall(r"\w+", part)
        content = tuple(word for word in words if fold(word) not in lexicon.empty)
        if content:
            text = _phrase(part)
            clauses.append(Clause(text, content, mention, about_colors, about_pictures, spanish))
    return clauses


def _phrase(part: str) -> str:
    """Return the part from its first to its last word that carries meaning."""
    empty = load_lexicon().empty
    words = list(re.finditer(r"\w+", part))
    meant = [word for word in words if fold(word[0]) not in empty]
    return part[meant[0].start() : meant[-1].end()]


def _is_spanish(sentence: str) -> bool:
    folded = fold(sentence)
    if _SPANISH.search(sentence.lower()) or _SPANISH.search(folded):
        return not _ENGLISH.search(folded)
    return not (_ENGLISH.search(folded) or _ENGLISH_COLOR_FIRST.search(folded))
