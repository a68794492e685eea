"""A brief that others composed, held to what the request set."""

from activities.ports import Compute, Limit
from contracts import StrategyBrief, StrategyOrder
from domain.audit.rules.compiler import compile_rules
from domain.kept_terms import refuse_other_terms

COMPILATION = Limit(cpu=30, wall=300, memory=512_000_000)
"""An ordinary brief takes some hundredths of a second."""


async def bound_to_terms(
    brief: StrategyBrief, order: StrategyOrder, compute: Compute
) -> StrategyBrief:
    """Return the brief with its rules compiled here: what its sentences enforce is nobody's choice.

    Raises:
        ContractInvalid: It leaves out what the request wants, or takes more than it gives.
        WorkLost: See `Compute.run`.
    """
    refuse_other_terms(brief, order.request)
    rules = await compute.run(
        compile_rules,
        brief.do_not_do,
        brief.tone_guard,
        brief.platform_constraints,
        what="compiling the rules of the brief",
        tenant=order.tenant_id,
        limit=COMPILATION,
    )
    return brief.model_copy(update={"rules": rules})
