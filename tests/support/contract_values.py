"""Hypothesis strategies for values of every public contract.

Longer than 250 lines because every contract that no plain drawing can fill has its mending here.
"""

import types
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from contracts import (
    LONGEST,
    MAX_SAFE_INTEGER,
    Amount,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CarriedFile,
    ChannelMetrics,
    CheckId,
    Contract,
    CopyText,
    Count,
    Currency,
    Duration,
    FailureReason,
    HexColor,
    JsonObject,
    Line,
    PlaceName,
    Prose,
    Publication,
    PublicationResolution,
    PublicationStatus,
    QualityReport,
    QualityVerdict,
    ReviewDecision,
    Severity,
    Sha256,
    Slug,
    StrategyBrief,
    TenantPolicy,
    Timing,
    ToneKey,
    Utc,
    VisualAsset,
    WebSource,
    retry_id,
)

Values = dict[str, Any]

_READABLE = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=["Cc"],
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: bool(text.strip()))
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)
_NAMED: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (Slug, st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)),
    (PlaceName, st.from_regex(r"[a-z][a-z0-9_]{0,8}\.[a-z][a-z0-9_]{0,8}", fullmatch=True)),
    (CheckId, st.text(min_size=1, max_size=12)),
    (Sha256, st.from_regex(r"[0-9a-f]{64}", fullmatch=True)),
    (HexColor, st.from_regex(r"#[0-9A-Fa-f]{6}", fullmatch=True)),
    (Currency, st.from_regex(r"[A-Z]{3}", fullmatch=True)),
    (Line, _READABLE),
    (Prose, _READABLE),
    (Count, st.integers(0, MAX_SAFE_INTEGER)),
    (ToneKey, st.text(min_size=1, max_size=12)),
    (CopyText, st.text(max_size=12)),
    (Amount, st.floats(0, 1e12)),
    (Utc, st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001 - Hypothesis adds the zone
    (Duration, st.timedeltas(timedelta(microseconds=1), LONGEST)),
    (JsonObject, st.dictionaries(st.text(max_size=6), _JSON, max_size=2)),
    (UUID, st.uuids()),
    (bool, st.booleans()),
    (type(None), st.none()),
]


@cache
def values_of(contract: type[Contract]) -> st.SearchStrategy[Any]:
    """Return a strategy for valid values of a contract."""
    hints = get_type_hints(contract, include_extras=True)
    fields = {
        name: _values(hints[name], _limits(field)) for name, field in contract.model_fields.items()
    }
    mend = _MENDED.get(contract, _as_it_is)
    return st.fixed_dictionaries(fields).map(lambda drawn: contract(**mend(drawn)))


def _limits(limited: Any) -> Values:
    """Return the limits that a field has, or that one piece of an annotation sets."""
    names = ("ge", "le", "min_length", "max_length", "pattern")
    parts = limited.metadata if isinstance(limited, FieldInfo) else [limited]
    found = ((name, getattr(part, name, None)) for part in parts for name in names)
    return {name: value for name, value in found if value is not None}


def _is_within(value: Any, limits: Values) -> bool:
    """Tell whether a value of a named type keeps to the limits that a field adds to it."""
    if isinstance(value, str | dict):
        size: int = len(value)
        return bool(limits.get("min_length", 0) <= size <= limits.get("max_length", size))
    if isinstance(value, int | float):
        return bool(limits.get("ge", value) <= value <= limits.get("le", value))
    return True


def _values(hint: Any, limits: Values) -> st.SearchStrategy[Any]:
    for named, strategy in _NAMED:
        if hint == named:
            return strategy.filter(lambda value: _is_within(value, limits)) if limits else strategy
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        # A named type with one more limit has the limits of both: the outermost is taken off first.
        *inner, outermost = hint.__metadata__
        rest = Annotated[arguments[0], *inner] if inner else arguments[0]
        return _values(rest, _limits(outermost) | limits)
    if origin in (Union, types.UnionType):
        return st.one_of([_values(part, limits) for part in arguments])
    if origin is list:
        least = limits.get("min_length", 0)
        return st.lists(_values(arguments[0], {}), min_size=least, max_size=least + 1)
    if origin is dict:
        keys = st.text(max_size=5) if arguments[0] is str else _values(arguments[0], {})
        return st.dictionaries(keys, _values(arguments[1], {}), max_size=2)
    return _plain_values(hint, limits)


def _plain_values(hint: type, limits: Values) -> st.SearchStrategy[Any]:
    if issubclass(hint, Contract):
        return values_of(hint)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if hint is int:
        return st.integers(limits.get("ge", -10), limits.get("le", MAX_SAFE_INTEGER))
    if hint is float:
        return st.floats(limits.get("ge", 0), limits.get("le", 1e12))
    if "pattern" in limits:
        short = st.from_regex(
            limits["pattern"], fullmatch=True, alphabet=st.characters(codec="ascii")
        )
        return short.filter(lambda text: len(text) <= limits.get("max_length", 300))
    return st.text(min_size=limits.get("min_length", 0), max_size=12)


def _as_it_is(drawn: Values) -> Values:
    return drawn


def _brief(drawn: Values) -> Values:
    channels = list(dict.fromkeys(drawn["channels"]))
    amounts = drawn["budget_allocation"].values()
    return drawn | {
        "channels": channels,
        "budget_allocation": dict(zip(channels, amounts, strict=False)),
        "placement_budget": {
            f"{channel}.feed": amount
            for channel, amount in zip(channels, drawn["placement_budget"].values(), strict=False)
        },
    }


def _asset(drawn: Values) -> Values:
    return drawn if drawn["width"] and drawn["height"] else drawn | {"width": None, "height": None}


def _report(drawn: Values) -> Values:
    failing = [check for check in drawn["checks"] if check.result is not QualityVerdict.PASS]
    if any(check.severity is Severity.CRITICAL for check in failing):
        return drawn | {"verdict": QualityVerdict.FAIL}
    if failing and drawn["verdict"] is QualityVerdict.PASS:
        return drawn | {"verdict": QualityVerdict.WARN}
    return drawn


def _request(drawn: Values) -> Values:
    plans = {plan.place: plan.model_copy(update={"share": None}) for plan in drawn["channels"]}
    former = drawn["retry_of"]
    execution = {"execution_id": retry_id(former[-1])} if former else {}
    link = {"landing_url": "https://tienda.example/ñ"}
    return drawn | {"channels": list(plans.values())} | link | execution


def _timing(drawn: Values) -> Values:
    opens, closes = drawn["publish_not_before"], drawn["publish_before"]
    return drawn | {"publish_before": None} if opens and closes and closes <= opens else drawn


def _publication(drawn: Values) -> Values:
    proof = drawn["remote_id"] or "post-1"
    if drawn["status"] is PublicationStatus.UNDER_WAY:
        return drawn | {"status": PublicationStatus.UNKNOWN}
    return drawn | {"remote_id": proof} if drawn["status"] is PublicationStatus.SENT else drawn


def _resolution(drawn: Values) -> Values:
    if drawn["remote_id"] is None:
        return drawn | {"status": PublicationStatus.NOT_SENT}
    return drawn | {"status": PublicationStatus.SENT}


def _decision(drawn: Values) -> Values:
    return drawn | {"comment": drawn["comment"] or "shorter"}


def _metrics(drawn: Values) -> Values:
    return drawn | {"clicks": min(drawn["impressions"], drawn["clicks"])}


def _payload(drawn: Values) -> Values:
    failed = drawn["current_state"] is CampaignState.FAILED
    reason = drawn["terminal_reason"] or FailureReason.TIMEOUT
    return drawn | {
        "retry_count": min(drawn["max_retries"], drawn["retry_count"]),
        "terminal_reason": reason if failed else None,
        "audit_digests": drawn["audit_digests"] or ["0" * 64],
        "execution_log": sorted(drawn["execution_log"], key=lambda entry: entry.timestamp),
    }


def _policy(drawn: Values) -> Values:
    if drawn["budget_ceiling"] is None:
        return drawn | {"budget_currency": None}
    return drawn | {"budget_currency": drawn["budget_currency"] or "EUR"}


def _file(drawn: Values) -> Values:
    file = CarriedFile.of(drawn["data"].encode(), drawn["media_type"])
    return {name: getattr(file, name) for name in drawn}


def _web_source(drawn: Values) -> Values:
    return drawn | {"url": "https://noticias.example/rss"}


_MENDED: dict[type[Contract], Callable[[Values], Values]] = {
    CampaignPayload: _payload,
    CarriedFile: _file,
    CampaignRequest: _request,
    ChannelMetrics: _metrics,
    Publication: _publication,
    PublicationResolution: _resolution,
    QualityReport: _report,
    ReviewDecision: _decision,
    StrategyBrief: _brief,
    TenantPolicy: _policy,
    Timing: _timing,
    VisualAsset: _asset,
    WebSource: _web_source,
}
"""What a drawn set of fields needs so that they agree with each other."""
