"""What a message has to say beside a text that is read together with it."""

from activities.content.templates.agreement import clashes, noun_of
from activities.content.templates.facts import Facts
from activities.content.templates.message import is_offer, openings_of, partings_of, statements_of
from activities.content.templates.news import limit_of, told_by
from activities.content.templates.product_names import cores_of
from activities.content.templates.shared_words import is_same, said_in, stammers, words_of
from activities.content.templates.typography import capitalized
from domain.text.stop_words import STOP_WORDS


def is_name(text: str, facts: Facts) -> bool:
    """Tell whether a text says nothing of the message."""
    names = [facts.title, facts.short_title, facts.byline, facts.action, facts.brand]
    names += [*explained_names(facts), *cores_of(facts.title, facts.language)]
    return any(is_same(text, name) for name in names)


def explained_names(facts: Facts) -> list[str]:
    """Return what a product is, where its name is its sender's and is explained behind a comma."""
    parted = [name.partition(", ") for name in (facts.title, facts.short_title)]
    return [capitalized(rest) for name, _, rest in parted if rest and is_same(name, facts.brand)]


def told_beside(text: str, facts: Facts) -> list[str]:
    """Return what the message has to say beside a text: what follows it, or all of it.

    Beside a name that is first what does not begin with the same words, unless these go on with
    those for whom it is.
    """
    if not is_name(text, facts):
        return [each.rest for each in partings_of(facts.message) if is_same(each.first, text)]
    if facts.is_message_an_action:
        return []
    told = [facts.message, *(parting.first for parting in partings_of(facts.message))]
    told += openings_of(facts.message)
    said = [*told, *_alone(text, facts)]
    limit = " ".join(limit_of(facts.product))
    is_for_all = bool(limit) and not told_by(text, limit, "", facts.language)[0]
    new = [each for each in said if not stammers(each, text)]
    first = [each for each in new if not is_mere_price(each, facts)]
    return said if is_for_all else [*first, *told, *new]


def is_mere_price(text: str, facts: Facts) -> bool:
    """Tell whether a text is the price of what nobody knows: its name has no common word."""
    is_nameless = is_offer(text) and not said_in(facts.product, text)
    return is_nameless and _has_only_names(facts)


def _has_only_names(facts: Facts) -> bool:
    idle = STOP_WORDS[facts.language]
    words = [word for word in facts.product.split() if word.lower() not in idle]
    return all(word[:1].isupper() or word[:1].isdigit() for word in words)


def _alone(name: str, facts: Facts) -> list[str]:
    """Return the sentences that stand alone beside a name, and do not say all of it again.

    Beside a sender's name, or what to do, that is one which names what is sold.
    """
    is_product = not any(is_same(name, each) for each in (facts.action, facts.brand))
    noun = noun_of(facts.product, facts.language)
    return [
        each
        for each in statements_of(facts.message)
        if (is_product or noun in words_of(each))
        and _adds_to(each, name, facts)
        and not clashes(each, facts.product, facts.language)
    ]


def _adds_to(text: str, name: str, facts: Facts) -> bool:
    """Tell whether a sentence does more than to name its product again.

    It does where it opens with an offer: a reader misses that more than a repeated name hurts. And
    it may say what a model is whose name has a number.
    """
    opening = text.lower().partition(facts.product.lower())[0]
    is_model = _has_only_names(facts) and any(map(str.isdigit, facts.product))
    is_new = bool(told_by(text, name, "", facts.language)[1])
    return is_new or is_model or is_offer(opening)
