"""How a rule is worded that is about capitals, as patterns of folded text."""

import re
from typing import Final

_EMPHASIS: Final = (
    r"(?:(?:for|as) emphasis|to (?:emphasi[sz]e|shout|(?:add|show|give) emphasis"
    r"|(?:draw|attract|get) attention)|(?:como|a modo de|para dar|por) enfasis"
    r"|para (?:enfatizar|destacar|resaltar|gritar|llamar la atencion))"
)
"""What for letters are capitals: a ban on it is one on capitals."""
AROUND_CAPITALS: Final = (
    r"(?:(?:(?<=mayusculas )|(?<=capitals )|(?<=caps )|(?<=letters )|(?<=upper case )"
    rf"|(?<=uppercase )){_EMPHASIS}"
    r"|(?:grit(?:ar|es?|en|eis|emos|os?)(?: todo)?(?= (?:\w+ )?en mayusculas)"
    r"|(?:shout|type|typing)(?= (?:\w+ )?in (?:all )?(?:caps|capitals|capital letters|uppercase))"
    r"|shouty(?= (?:caps|capitals|capital letters|uppercase)))"
    r"|(?:whole|entire|full) (?:words|sentences)"
    r"(?= in (?:capitals|caps|uppercase|capital letters)\b)"
    r"|(?:(?<=capitals )|(?<=caps )|(?<=uppercase )|(?<=capital letters )|(?<=uppercase letters ))"
    r"(?:for|in|on) (?:whole|entire|full) (?:words|sentences)"
    r"|(?<=mayusculas )sostenidas|(?:todo|toda|todos|todas|(?:palabras |frases )?enter[oa]s?"
    r"|(?:palabras |frases )?complet[oa]s?)(?= en mayusculas)"
    r"|(?:all(?: in)?|entirely in|whole words in|block)(?=[ -](?:caps|capitals|uppercase)\b))"
)
"""What stands beside capitals in a rule about them and says nothing more."""
EMPHATIC_CAPITALS: Final = re.compile(
    r"^\W*(?:las |the |all[ -]?)?(?:mayusculas(?: sostenidas)?|capitals|caps|capital letters"
    rf"|upper ?case(?: letters)?)\b.*?(?P<aim>\W{_EMPHASIS})\W*$"
)
"""What capitals are used for, at the end of a statement that is about them alone."""
