"""Words that say nothing about a topic, per language; written for this project."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from contracts import Language

_SPANISH: Final = """
a al algo algunas algunos ante antes aquel aquella así aun aún aunque bajo bien cada casi como cómo
con contra cual cuál cuales cualquier cuando cuándo cuanto de del desde donde dónde dos durante e el
él ella ellas ellos en entre era eran eres es esa esas ese eso esos esta está estaba están estas
este esto estos fue fueron ha haber había habrá hacia han hasta hay he hoy incluso ir la las le les
lo los luego más mas me mejor menos mi mientras mis mismo mucha muchas mucho muchos muy nada ni
ningún ninguna no nos nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque
puede pueden pues que qué quien quién quienes se sea según ser será si sí sido sin sobre solo sólo
son su sus tal también tampoco tan tanto te tener tiene tienen toda todas todavía todo todos tras tu
tú tus tuvo u un una unas uno unos usted va van vez y ya yo
"""

_ENGLISH: Final = """
a about above after again against all almost also although always am among an and another any
are as at be because been before being below between both but by can could did do does doing
done down during each either else ever every few for from further get gets had has have having
he her here hers him his how i if in into is it its itself just less like made make many may me
might more most much must my near neither no nor not now of off on once one only or other our
out over own per rather same she should since so some still such than that the their them then
there these they this those through to today too two under until up upon us very via was we were
what when where which while who whom whose why will with within without would yet you your
"""

STOP_WORDS: Final[Mapping[Language, frozenset[str]]] = MappingProxyType(
    {
        Language.SPANISH: frozenset(_SPANISH.split()),
        Language.ENGLISH: frozenset(_ENGLISH.split()),
    }
)
