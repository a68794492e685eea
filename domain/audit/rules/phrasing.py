"""The wording of prohibitions in Spanish and English, as patterns of folded text."""

import re
from typing import Final

OPENING: Final = re.compile(
    r"^\W*(?:(?:please|por favor|que|absolutely|y)\W+|(?:we|you|they)\W+(?=must|should|do|don|can"
    r"|will|never|want)|(?:queda|quedan|esta|estan)\W+(?:\w+mente\W+)?(?=prohib))*"
    r"(?:(?P<no>no|nunca jamas|nunca|jamas|(?:evit\w+|prohib\w+)(?:\W+que)?|sin|nada de|nada|ni"
    r"|cero|zero|(?:do|does|must|should|can|will)\W+(?:not|never)|cannot"
    r"|(?:do|does|must|should|ca|wo)n['’]?t|never|avoid\w*|without|nothing|stay away from"
    r"|keep away from|steer clear of|refrain from|leave out)\b"
    r"|(?=(?:usar|utilizar|mencionar|hablar de|decir|nombrar"
    r"|use|using|mention|mentioning|talk about|say|refer to)\b))"
)
"""How a prohibition begins; or, in a list of what not to do, what is not to be done."""

CONCORD: Final = r"nada|ningun\w*|nunca|jamas"
NEGATOR: Final = re.compile(
    rf"\b(?:{CONCORD}|no|never|not|\w+n['’]t|dont|nothing|none|neither|sin|without|avoid\w*"
    r"|evit\w*|prohib\w*|forbid\w*|refrain\w*|cero|zero|free of|libres? de|ausencia|lack\w*"
    r"|carec\w+|carente\w*)\b"
)
"""What denies, wherever it stands."""

QUOTED: Final = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|‘([^’]+)’|(?<!\w)'([^']+)'(?!\w)")
HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
FILLER: Final = re.compile(
    r"\b(?:please|por favor|gracias|thanks|thank you|en ningun caso|bajo ningun concepto"
    r"|en absoluto|at all|anywhere|whatsoever|en ningun (?:sitio|lugar|momento)|de ningun tipo"
    r"|todo lo relacionado con|nada relacionado con|(?:anything|everything) related to"
    r"|(?<=mayusculas )sostenidas)\b"
)
"""What makes a prohibition politer or firmer, and no different."""
PLEA: Final = re.compile(r"\b(?:please|por favor)\b")
SEPARATOR: Final = re.compile(
    r"[,;:()\n]|\.(?=\s|$)|\b(?:ni|and|or|nor)\b|\b[yeou]\b(?=\s)", re.IGNORECASE
)
JOINS: Final = frozenset({"y", "e", "and"})
ABBREVIATED: Final = re.compile(
    r"\b(?:Dr|Dra|Mr|Mrs|Ms|St|Sr|Sra|Sta|Sto|Jr|Inc|Co|Ltd|Bros|No|[A-Z])$"
)
INSIDE_NAMES: Final = frozenset(".-'’&@+")
"""What joins words of one name: Amazon.com, Coca-Cola, McDonald's."""
LONGEST_ABBREVIATION: Final = 6
SAYING: Final = re.compile(
    r"\b(?:(?P<word>(?:la palabra|el termino|la expresion|la frase|the word|the term|the expression"
    r"|the phrase)(?!\s+clave))"
    r"|(?P<direct>mencion\w*|decir|dig(?:as|a|ais|an|amos)|nombr(?:ar|en|eis|emos)|nombres?(?=\s+a\b)"
    r"|citar|cit(?:es|e|eis|en)|mention\w*|say|saying|habl\w+\s+(?:del?|sobre|acerca del?)"
    r"|(?:talk|speak)(?:ing)?\s+(?:about|of)"
    r"|(?:refer\w*|alud\w+|alusion(?:es)?|referencias?)\s+(?:al?|to))"
    r"|(?P<vague>habl\w+|talk\w*|speak\w*|refer\w*|alud\w+|alusion(?:es)?|palabras?|frases?|terminos?"
    r"|words?|phrases?|terms?))\b"
)
BACKGROUND: Final = re.compile(r"\b(?:fondos?|backgrounds?)\b")
LETTERS: Final = re.compile(
    r"\b(?:textos?|letras?|palabras?|frases?|terminos?|marcas?|signos?|contenidos?|text|copy|words?"
    r"|phrases?|terms?|marks?|signs?|content)\b"
)
COLOR: Final = re.compile(
    r"\b(?:color(?:es)?|colou?rs?|tonos?|tonalidad(?:es)?|tones?|shades?|hues?)\b"
)
PICTURE: Final = re.compile(
    r"\b(?:imagen(?:es)?|fotos?|fotografias?|ilustracion(?:es)?|videos?"
    r"|images?|photos?|pictures?|illustrations?)\b"
)
SHOWN: Final = re.compile(r"\b(?:mostr\w+|muestr\w+|show|showing|depict\w*)\b")
SPANISH: Final = re.compile(
    r"\b(?:nunca|jamas|evit\w+|prohibid[oa]s?|sin|cero|queda|usar|uses|useis|use el|utiliz\w+"
    r"|mencion(?:ar|es|e|eis)|hablar|decir|que|queremos"
    r"|nombrar|nombreis|tutear|poner|escribir|escribais|mostrar|el|la|los|las|un|una|de|del|con|en"
    r"|ni|y|colores|tonos?|fondos?|nada|al)\b|[áéíóúñü]"
)
ENGLISH: Final = re.compile(
    r"\b(?:do not|don['’]?t|never|avoid|without|nothing|must|the|any|or|and|of|with"
    r"|colou?rs|using|mention)\b"
)
ENGLISH_COLOR_FIRST: Final = re.compile(
    r"\b(?:red|blue|green|yellow|orange|pink|purple|black|white|gr[ae]y|brown)\b"
)
