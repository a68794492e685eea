"""What an order asks of the audit."""

from contracts import (
    AuditOrder,
    CompiledRule,
    QualityCheck,
    QualityVerdict,
    RuleKind,
    Severity,
)
from domain.audit.context import AuditContext
from domain.audit.rules.compiler import compile_rules, compile_topics
from domain.audit.ruleset import load_ruleset
from domain.gravity import at_most, faults_of


def rules_of(order: AuditOrder) -> tuple[CompiledRule, ...]:
    """Return what an order forbids: compiled from the brief's own words, and added to by it.

    A brief can add rules to those that its sentences give, but it cannot take any away. Whether one
    of its sentences is understood is decided here: what is not understood blocks nothing.
    """
    brief = order.brief
    compiled = compile_rules(brief.do_not_do, brief.tone_guard, brief.platform_constraints)
    own = {rule.text for rule in compiled}
    added = [
        rule
        for rule in brief.rules
        if rule.kind is not RuleKind.UNENFORCEABLE or rule.text not in own
    ]
    every = (*compiled, *compile_topics(order.policy_topics), *added)
    unique = {(rule.source, rule.text, rule.kind, tuple(rule.values)): rule for rule in every}
    return tuple(unique.values())


def context_of(order: AuditOrder) -> AuditContext:
    """Return what an order wants of every asset."""
    return AuditContext(
        rules=rules_of(order),
        ruleset=load_ruleset(),
        brand=order.brand,
        language=order.language,
        landing_url=order.landing_url,
        core_message=order.brief.core_message,
        call_to_action=order.call_to_action,
        request_message=order.request_message,
        product=order.product,
        terms=order.terms,
        policy_contacts=tuple(order.policy_contacts),
        policy_topics=frozenset(rule.text for rule in compile_topics(order.policy_topics)),
    )


def found_beforehand(order: AuditOrder) -> list[QualityCheck]:
    """Return what others found, as warnings: a model's opinion asks a person, and blocks nothing.

    What they did not object to is not evidence of anything, and is left out.
    """
    return [
        fault.model_copy(
            update={
                "result": QualityVerdict.WARN,
                "severity": at_most(fault.severity, Severity.HIGH),
            }
        )
        for fault in faults_of(order.judgements)
    ]
