"""The wording of prohibitions in Spanish and English, as patterns of folded text."""

import re
from typing import Final

from domain.audit.rules.capitals import AROUND_CAPITALS

_GAP: Final = r"[^\w\x1f]"
"""What may stand between two words of one phrase: no quotation does."""
_MODAL: Final = (
    rf"(?:{_GAP}+(?:se{_GAP}+)?(?:deb(?:e|en|es|emos|eis|eria|erian)|pued(?:e|en|es|a|an)|podemos"
    r"|podeis|permit(?:e|en|imos|ir|as|an)|admit(?:e|en|imos|ir)|acept(?:a|an|amos|ar)"
    r"|esta permitid[oa]|estan permitid[oa]s|usan?|usamos|utilizan?|utilizamos|empleamos|pone"
    r"|ponen|ponemos|escribe|escriben|escribimos|incluye|incluyen|incluimos|llevan?|llevamos"
    r"|(?:usar|utilizar|emplear|llevar|incluir|poner|pondr|mostrar|publicar|har|contendr|tendr)"
    r"(?:a|an|emos))\b)?"
)
_WHAT_IS_WRITTEN: Final = (
    r"(?:(?:texto|copy|anuncio|pieza|publicacion|publicacione|creatividad|creatividade|contenido"
    r"|mensaje|text|ad|post|creative|content|message|caption)s?)\b"
)
_NO_WRITING: Final = (
    rf"ningun\w*{_GAP}+{_WHAT_IS_WRITTEN}{_GAP}+(?:(?:llev|inclu|contien|conten|contendr|tendr|us"
    rf"|muestr|mostr)\w*|(?:debe|puede|podra|debera)\W+(?:llevar|incluir|contener|tener|usar"
    rf"|mostrar)|(?=mencion))"
    rf"|no{_GAP}+{_WHAT_IS_WRITTEN}{_GAP}+(?:(?:may|must|should|can|will|shall){_GAP}+(?:ever{_GAP}+)?"
    r"(?:contain|include|have|carry|show|use|feature|(?=mention)))"
)
"""How a prohibition begins by what is written: no post may contain."""
_HEADING: Final = (
    r"(?:(?:colores|tonos|temas|contenidos|asuntos|elementos)\W+(?:prohibidos|vetados|tabu"
    r"|no permitidos|a evitar|que (?:no|nunca) (?:se )?(?:usamos|usan|tocamos|tratamos))"
    r"|(?:banned|forbidden|prohibited) (?:colou?rs|tones|topics|subjects|content|elements)"
    r"|(?:colou?rs|tones|topics|subjects|content|elements) (?:to avoid|(?:that )?we (?:avoid"
    r"|(?:never|do not|don['’]?t) (?:use|touch))|not to use)|off[ -]limits)(?=\W*:)"
)
_ANY_BUT: Final = (
    r"(?:(?:use|usa|usar)\W+)?(?:any|every|all|cualquier|todos los)\W+(?:colou?rs?|color(?:es)?)\W+"
    r"(?:but|except|apart from|menos|salvo|excepto)(?:\W+for)?"
)
"""How a prohibition begins that names what else is free: any colour but orange."""
OPENING: Final = re.compile(
    rf"^{_GAP}*(?:(?:please|por favor|que|absolutely|y|ojo|importante|important|note|nota|recuerda"
    rf"|remember){_GAP}+|(?:we|you){_GAP}+(?=must|should|do|don|can|will|may|shall|never|avoid|want)"
    rf"|(?:queda|quedan|esta|estan|se){_GAP}+(?:\w+mente{_GAP}+)?(?=prohib|vet)"
    rf"|(?:(?:the|all|our|el|la|los|las|nuestros?|nuestras?){_GAP}+)*{_WHAT_IS_WRITTEN}{_GAP}+"
    r"(?=(?:must|should|may|can|will|shall)\W+(?:not|never)\W|cannot\W|never\W"
    r"|(?:no|nunca)\W+(?:deb|pued|inclu|llev|us|contien|conten|tendr|mencion|muestr"
    r"|mostr|habl)\w*\W))*"
    r"(?:(?P<no>(?:under|in) no circumstances?|in no case|on no account|bajo ningun concepto"
    r"|bajo ninguna circunstancia|en ningun caso|de ningun\w* (?:modo|manera|forma)"
    r"|it is\W+(?:\w+ly\W+)?(?:forbidden|prohibited|not allowed|not permitted)\W+to"
    r"|(?:no permitid[oa]s?|not allowed|not permitted|forbidden|banned|prohibited)(?=\W*:)"
    rf"|{_NO_WRITING}|{_ANY_BUT}"
    r"|nunca jamas|nunca|jamas|no|ningun\w*|(?:evit\w+|prohib\w+|vetad[oa]s?)(?:\W+que)?"
    r"|sin|nada de|nada|ni|cero|zero|neither"
    r"|(?:do|does|must|should|can|will|may|shall)\W+(?:not|never)(?:\W+ever)?"
    r"|not a(?:\W+single)?\W+word\W+(?:about|on|of)"
    r"|cannot|(?:do|does|must|should|ca|wo)n['’]?t(?:\W+ever)?|never,? ever|never|avoid\w*|without"
    r"|nothing|stay (?:away from|out of)|keep away from|steer clear of|refrain from|leave out"
    r"|keep (?:it|(?:(?:the|your|our) )?(?:copy|language))(?: always)?(?=\W+clean\W*$)"
    r"|stop(?=\W+(?:using|saying|mentioning))|absten\w+ del?|hu(?:ir|ye|id|yan) del?"
    r"|olvid(?:ate|aos|ese|ense|emonos) del?"
    rf"|prescind(?:ir|e|a|an|id|amos) del?|{_HEADING})\b{_MODAL})"
)
"""How a prohibition begins."""

_IN_WHAT_IS_WRITTEN: Final = (
    rf"(?:{_GAP}+(?:anywhere{_GAP}+)?(?:in|on|en)"
    rf"(?:{_GAP}+(?:the|our|any|el|la|los|las|nuestros?|nuestras?|ningun\w*|cualquier))?"
    rf"{_GAP}+{_WHAT_IS_WRITTEN})?"
)
CLOSING: Final = re.compile(
    r"\b(?:(?P<en>(?:is|are|must be|should be)\W+(?:strictly |absolutely )?(?:(?:not|never)"
    r"\W+(?:allowed|permitted|acceptable|accepted|used|to be (?:used|shown|mentioned"
    r"|included|said|written|displayed))|out|forbidden|banned|prohibited"
    r"|off[ -]limits|(?:a )?(?:no[ -]go|taboo)|to be avoided|avoided)"
    r"|(?<=, )never|(?:have|has)\W+no\W+place"
    r"|(?:(?:must|should|may|can|will|shall)\W+(?:not|never)|cannot|never)\W+(?:be\W+(?:used|shown"
    r"|mentioned|included|named|said|written|displayed)|appear|be present))"
    r"|(?P<es>(?:no|nunca)\W+(?:esta|estan|queda|quedan|son|es)\W+(?:permitid|admitid|autorizad"
    r"|aceptad)[oa]s?|(?:(?:esta|estan|queda|quedan)\W+)?(?:\w+mente\W+)?(?:prohibid|vetad)[oa]s?"
    r"|(?:no|nunca)\W+se\W+(?:usan?|utilizan?|permiten?|admiten?|aceptan?|dicen?|mencionan?"
    r"|(?:usar|utilizar|emplear|mencionar|mostrar|incluir|publicar|permitir|admitir|aceptar|dir)an?)"
    r"|(?:no|nunca|jamas)\W+(?:se\W+)?(?:debe|deben|puede|pueden)\W+(?:aparecer|salir|figurar"
    r"|usarse|utilizarse|mencionarse|mostrarse|decirse|incluirse|usar|utilizar|mencionar|mostrar"
    rf"|decir|incluir))|(?<=, )(?:nunca|jamas))\b{_IN_WHAT_IS_WRITTEN}{_GAP}*$"
)
"""How a statement ends that forbids what it begins with: red is not allowed."""

BACKDROP: Final = re.compile(
    rf"^{_GAP}*(?:(?:the|our|el|los|nuestros){_GAP}+)?(?:backgrounds?|fondos?){_GAP}+(?P<no>"
    r"(?:must|should|may|can|will|shall)\W+(?:not|never)\W+(?:ever\W+)?be|cannot\W+be"
    r"|(?:are|is)\W+never|(?:no|nunca|jamas)\W+(?:(?:deb|pued)\w+\W+ser|sera|seran|son|es))\b"
)
"""How a prohibition begins by backgrounds: backgrounds must never be black."""
ALLOWED_AND_NOT: Final = re.compile(
    rf"{_GAP}*[\w ]+?\W(?:(?:is|are)\W+(?:fine|okay|ok|allowed|permitted|good)\W+(?:but\W+)?"
    rf"(?P<en>[\w ]{{2,30}}?)\W+(?:is|are)\W+not"
    r"|(?:(?:esta|estan)\W+permitid[oa]s?|valen?)\W+(?:pero\W+)?"
    rf"(?P<es>(?:el|la|los|las) [\w ]{{2,30}}?),? no){_GAP}*"
)
"""What is allowed, and what is not: blue is fine, green is not."""

BULLET: Final = re.compile(r"^\s*(?:[-*•▪‣·–—]|\(?\d{1,2}[.)]|[a-hA-H]\))\s+")
"""What stands before an entry of a list and says nothing."""
BANNED_MARK: Final = re.compile(r"^\s*[❌✗✘✖🚫⛔👎🛑]\ufe0f?\s*")
"""What stands before an entry of a list of what is not to be done."""
TURNING_SIGN: Final = re.compile(r"[?¿→⇒➔➜➡⟶=<>≠≈~|✅✔☑✓👍🆗🟢👌❌✗✘✖🚫⛔👎🛑]|->")
"""What asks, or shows what is wanted, or leads from what is wrong to what is right."""
STRAY_SIGN: Final = re.compile(
    r"[^\w\s\x1f.,;:()\[\]!¡'’\"“”«»‘\-–—/&*•…\ufe0f]"
    r"|(?<![^\s,;])[^\w\s\x1f.,;:()–—-]+(?![^\s,;.])|(?<=\s)(?:\.{2,}|…)"
)
"""What no word says and somebody means."""

CONCORD: Final = r"nada|ningun\w*|nunca|jamas"
NEGATOR: Final = re.compile(
    rf"\b(?:{CONCORD}|no|never|not|\w+n['’]t|dont|nothing|none|neither|sin|without|avoid\w*"
    r"|evit\w*|prohib\w*|forbid\w*|refrain\w*|cero|zero|free of|libres? de|ausencia|lack\w*"
    r"|carec\w+|carente\w*)\b"
)
"""What denies, wherever it stands."""

TURNS_AROUND: Final = re.compile(
    # Exceptions, places and conditions say less than a prohibition.
    r"\b(?:salvo|excepto|excepcion|a menos que|sino|solo|solamente|unicamente|siempre|otros?|otras?"
    r"|distint[oa]s?|except|unless|but|only|always|other|than|cuando|si|when|if|titular(?:es)?"
    r"|titulos?|asunto|headlines?|titles?|subject|blanco y negro|black (?:and|&) white"
    r"|antes|despues|mientras|durante|before|after|until|till|while|during"
    # Amounts allow some of it.
    r"|mas|menos|demasiad[oa]s?|minim(?:o|a|os|as|um|al)|maxim(?:o|a|os|as|um|al)|abus\w+|exces\w*"
    r"|super(?:ar|es|e|en|eis)|exced\w+|sobrepas\w+|rebas(?:ar|es|e)|pas(?:ar|es|e|en|eis) de"
    r"|llen(?:ar|es|e|en|eis)|satur\w+|hasta|limit\w*|too|more|less|fewer|least|most|up to"
    r"|exceed\w*|overdo\w*|overus\w*|overload\w*|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|couple|par de|vari[oa]s|several|half|mitad"
    # Not to take something away is to want it.
    r"|olvid\w+|omit\w*|dej(?:ar|es|e|en|eis)|ocult\w+|escond\w+|quit(?:ar|es|e|en|eis)|elimin\w+"
    r"|borr\w+|modific\w+|cambi(?:ar|es|e|en|eis)|alter\w*|sustitu\w+|reemplaz\w+|recort\w+"
    r"|deform\w+|distor\w+|salt(?:ar|arse|es|e|en|eis)|descuid\w+|ignor\w+|prescind\w+|renunci\w+"
    r"|dud(?:ar|es|e)|miedo|temer|tem(?:as|a|an|ais)\s+\w+[aei]r|(?:have|has|need|needs|got) to"
    r"|forget\w*|fail|hid(?:e|es|ing)|conceal\w*|remov\w+"
    r"|delet\w+|drop\w*|skip\w*|modif\w+|chang\w+|replac\w+|swap\w*|crop\w*|los(?:e|ing)|miss\w*"
    r"|neglect\w*|afraid|hesitate)\b"
    # Not all of it is some of it.
    r"|^\W*(?:use|using|mention|show|include)\W+all\b"
)
"""What says less than a prohibition, or the opposite of one."""

QUOTED: Final = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|‘([^’]+)’|(?<!\w)'([^']+)'(?!\w)")
HEX: Final = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
FILLER: Final = re.compile(
    r"(?<!say )(?<!saying )(?<!decir )(?<!or )(?<!ni )\b(?:please|por favor)\b"
    r"|(?<=[,.;!])\s*\b(?:gracias|thanks|thank you)\b"
    r"|\b(?:(?:en|bajo) ningun (?:caso|concepto)|bajo ninguna circunstancia"
    r"|de ningun\w* (?:modo|manera|forma)|under (?:no|any) circumstances|in (?:no|any) case"
    r"|en absoluto|at all|anywhere|whatsoever|en ningun (?:sitio|lugar|momento)|de ningun tipo"
    rf"|en\W+ningun\w*\W+(?:de nuestr[oa]s\W+)?{_WHAT_IS_WRITTEN}"
    r"|todo lo relacionado con|nada relacionado con|(?:anything|everything) related to"
    rf"|{AROUND_CAPITALS})\b"
)
"""What makes a prohibition politer or firmer, and no different."""
PLEA: Final = re.compile(r"\b(?:please|por favor)\b")
REASON: Final = re.compile(
    r"[,;:(–—-]?\s*\b(?:because|porque|ya que|puesto que|dado que"
    r"|(?<=, )(?:they|it|this|that|these) (?:belongs?|is|are|looks?|reminds?)"
    r"|(?<=, )(?:es el|es la|son los|son las|pertenecen?|recuerdan?))\b[^.;]*\W*$"
)
"""Why something is prohibited, at the end of a sentence."""
WISH: Final = re.compile(
    r"\b(?:use|using|usar|usad|utiliza\w*|say|decir|write|escrib\w+|prefer\w*|mejor|better|want\w*"
    r"|quer\w+|allowed|permit\w*|fine|ok|okay|love|gusta\w*)\b"
)
"""What is no mere reason any more."""
SEPARATOR: Final = re.compile(
    r"[,;:()\n]|\s[-–—](?=\s)|\.(?=\s|$)|\b(?:ni|and|or|nor)\b|\b[yeou]\b(?=\s)", re.IGNORECASE
)
JOINS: Final = frozenset({"y", "e", "and"})
ABBREVIATED: Final = re.compile(
    r"\b(?:Dr|Dra|Mr|Mrs|Ms|St|Sr|Sra|Sta|Sto|Jr|Inc|Co|Ltd|Bros|No|[A-Z])$"
)
INSIDE_NAMES: Final = frozenset(".-'’&@+")
"""What joins words of one name: Amazon.com, Coca-Cola, McDonald's."""
LONGEST_ABBREVIATION: Final = 6
SAYING: Final = re.compile(
    r"\b(?:(?P<word>(?:las? palabras?|(?:el|los) terminos?|las? expresion(?:es)?|las? frases?"
    r"|the (?:following )?(?:words?|terms?|expressions?|phrases?))(?!\s+clave))"
    r"|(?P<direct>(?!mencion(?:es)?\W*$)mencion\w*|decir|dic(?:e|en)|decimos|dir(?:a|an|emos)"
    r"|dig(?:as|a|ais|an|amos)|nombr(?:ar|en|eis|emos)|nombres?(?=\s+a\b)"
    r"|citar|cit(?:es|e|eis|en)|(?!mentions\W*$)mention\w*|(?<!\w\s)nam(?:e|ing)(?=\W+\w)|say"
    r"|saying|habl\w+\s+(?:del?|sobre|acerca del?)"
    r"|(?:talk|speak)(?:ing)?\s+(?:about|of)"
    r"|(?:refer\w*|alud\w+|alusion(?:es)?|referencias?)\s+(?:al?|to))"
    r"|(?P<vague>habl\w+|talk\w*|speak\w*|refer\w*|alud\w+|alusion(?:es)?|palabras?|frases?|terminos?"
    r"|words?|phrases?|terms?))\b"
)
EXAMPLES: Final = re.compile(
    r"\b(?:tales como|como|por ejemplo|such as|like|for example|including|incluid[oa]s?)\b\W*$"
)
"""What stands between a class and examples of it."""
PEOPLE: Final = re.compile(
    r"\b(?:clientes?|publico|lector(?:es)?|usuarios?|customers?|readers?|users?)\b"
)
"""To whom something is said: a rule for some of them is not one for all."""
BACKGROUND: Final = re.compile(r"\b(?:fondos?|backgrounds?)\b")
LETTERS: Final = re.compile(
    r"\b(?:textos?|letras?|palabras?|frases?|terminos?|marcas?|signos?|contenidos?|text|copy|captions?|words?"
    r"|phrases?|terms?|marks?|signs?|content|escrib\w+|writ\w+)\b"
)
COLOR: Final = re.compile(
    r"\b(?:color(?:es)?|colou?rs?|tonos?|tonalidad(?:es)?|tones?|shades?|hues?)\b"
)
PICTURE: Final = re.compile(
    r"\b(?:imagen(?:es)?|fotos?|fotografias?|ilustracion(?:es)?|videos?"
    r"|images?|photos?|pictures?|illustrations?)\b"
)
SHOWN: Final = re.compile(
    r"\b(?:mostr\w+|muestr\w+|show|shown|showing|display\w*|depict\w*|imagery|artworks?)\b"
)
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
