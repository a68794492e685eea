"""What sentences of a brief become."""

from domain.audit.rules.compiler import compile_rules

NOBODY_CAN_JUDGE = ("unenforceable", list[str]())


def compiled(sentence: str) -> list[tuple[str, list[str]]]:
    """Return kind and values of each rule of a sentence."""
    return [(str(rule.kind), rule.values) for rule in compile_rules([sentence], {}, {})]
