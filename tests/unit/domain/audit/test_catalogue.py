"""The table of checks: each is one record in one file, and everything else is made from it."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from contracts import BrandKit, QualityVerdict, Severity
from domain.audit import checks, engine
from domain.audit.catalogue import ASSET_CHECKS, CAMPAIGN_CHECKS, CHECKS, NEED_COPY, reason_of
from domain.audit.check import Check, Need
from domain.audit.checks.copy import tone_voice
from domain.audit.findings import NOT_EVALUATED, Judge, Reason, warning
from domain.audit.subject import Subject
from domain.text.traits import TRAITS
from tests.audit.corpus import CORPUS
from tests.audit.table import CHECKS_TABLE, checks_table, documented
from tests.support.audit.subjects import SMALL_FEED, Creative, codes, ref, stored, subject

PICTURE: Final = stored(Creative())[0]
FOLDER: Final = Path(str(checks.__file__)).parent
FILES: Final = sorted(file for file in FOLDER.glob("*/*.py") if file.name != "__init__.py")
MODULES: Final[list[ModuleType]] = [
    import_module(f"{checks.__name__}.{file.parent.name}.{file.stem}") for file in FILES
]
DEMANDING: Final[dict[str, Any]] = {
    "do_not_do": ["No usar rojo"],
    "placement": replace(SMALL_FEED, safe_top=0.1),
    "context": {"brand": BrandKit(name="Tostadores del Sur", logo=ref(b"", "image/png"))},
}
"""What gives every check of a picture something to judge."""


def reasons_in(value: object) -> Iterator[Reason]:
    """Return every reason in a value, however deep in mappings and lists."""
    if isinstance(value, Reason):
        yield value
    elif isinstance(value, Mapping | list | tuple | set | frozenset):
        for each in value.values() if isinstance(value, Mapping) else value:
            yield from reasons_in(each)


def read_in(tree: ast.AST) -> set[str]:
    """Return the names that a piece of code reads."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def called_in(tree: ast.AST) -> set[str]:
    """Return the names of what a piece of code calls."""
    return set[str]().union(
        *(read_in(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    )


def test_every_file_of_a_check_has_its_id_and_stands_in_the_catalogue() -> None:
    """A reader finds the check behind a finding by its id, and no check is forgotten."""
    ids = [module.CHECK.check_id for module in MODULES]

    assert [f"{file.stem}_check" for file in FILES] == ids
    assert sorted(CHECKS) == sorted(ids)
    assert len(CHECKS) == len(ASSET_CHECKS) + len(CAMPAIGN_CHECKS)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.CHECK.check_id)
def test_a_check_can_find_what_its_record_declares_and_nothing_else(module: ModuleType) -> None:
    """No code can reach a report that has no sentence and is not in the documentation."""
    declared: tuple[Reason, ...] = module.CHECK.reasons
    within = {id(each) for value in vars(module).values() for each in reasons_in(value)}
    named = {name: value for name, value in vars(module).items() if isinstance(value, Reason)}
    functions = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.FunctionDef)
    ]

    assert {id(each) for each in declared} == within - {id(NOT_EVALUATED)}
    assert {name: reason.code for name, reason in named.items()} == {name: name for name in named}
    assert len({reason.code for reason in declared}) == len(declared)
    # What is made on the way would pass by the record.
    for function in functions:
        assert not called_in(function) & {"Reason", "warning", "Judge", "QualityCheck", "replace"}


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.CHECK.check_id)
def test_a_record_declares_nothing_that_its_check_cannot_find(module: ModuleType) -> None:
    """Nobody reads of a code in the documentation that no report ever has."""
    code = ast.parse(inspect.getsource(module)).body
    used = set[str]().union(
        *(
            read_in(node.value) if isinstance(node, ast.AnnAssign) and node.value else read_in(node)
            for node in code
            if not (isinstance(node, ast.AnnAssign) and read_in(node.target) == {"CHECK"})
        )
    )
    of_the_engine = read_in(ast.parse(inspect.getsource(engine)))

    declared = {reason.code for reason in module.CHECK.reasons}
    assert declared - used <= of_the_engine & {"FINDINGS_LEFT_OUT"}


def test_a_reason_that_a_record_does_not_declare_neither_hides_a_fault_nor_stops_an_audit() -> None:
    """A mistake of ours is told as what it is, and as gravely as what was found."""
    stranger = Reason("STRANGE", "something strange")

    def find(_subject: Subject, judge: Judge) -> list[Any]:
        return [judge.failed(stranger, found=3), judge.warned(stranger), judge.passed()]

    check = Check(
        check_id="odd_check",
        severity=Severity.CRITICAL,
        needs=frozenset({Need.COPY}),
        measures="nothing",
        reasons=(warning("ODD", "odd", Severity.LOW),),
        find=find,
    )

    failed, warned, passed = check(subject())

    assert codes([failed, warned, passed]) == [
        ("FAIL", "NOT_EVALUATED", "CRITICAL"),
        ("WARN", "NOT_EVALUATED", "HIGH"),
        ("PASS", None, "CRITICAL"),
    ]
    assert failed.evidence["reason"] == "odd_check found STRANGE, which it does not declare"
    assert failed.evidence["found"] == 3


def test_every_finding_of_the_corpus_has_a_reason_that_means_what_its_record_says() -> None:
    """A warning is as grave as the record says, and what is only a warning is never a fault."""
    found = [each for case in CORPUS for each in case.judge()]
    faults = [each for each in found if each.result is not QualityVerdict.PASS]
    unlike = [
        (each.check_id, each.reason_code, each.result, each.severity)
        for each in faults
        for reason in [reason_of(each.check_id, each.reason_code)]
        if reason is not NOT_EVALUATED
        and (
            reason is None
            or (each.result is QualityVerdict.FAIL and reason.usually is not QualityVerdict.FAIL)
            or (each.result is QualityVerdict.WARN and each.severity is not reason.warning)
        )
    ]

    assert len(faults) > 200
    assert unlike == []
    assert {each.reason_code for each in found if each.result is QualityVerdict.PASS} == {None}


def test_no_finding_of_the_corpus_is_a_mistake_of_ours() -> None:
    """No check finds what it does not declare."""
    told = [str(each.evidence.get("reason")) for case in CORPUS for each in case.judge()]

    assert [reason for reason in told if reason.endswith("which it does not declare")] == []


def test_every_trait_that_a_brief_may_forbid_is_reported_under_some_code() -> None:
    """A new trait cannot be forbidden before its findings have a name."""
    assert tone_voice._OF_TRAITS.keys() == TRAITS.keys()


@pytest.mark.parametrize("check_id", sorted(ASSET_CHECKS))
def test_what_a_check_needs_is_what_it_cannot_judge_without(check_id: str) -> None:
    """A record's needs are true: without them nothing passes, and nothing else is missed."""
    check = ASSET_CHECKS[check_id]
    bare = check(subject(fetched={"manifest": None}, **DEMANDING))
    broken = check(subject(fetched={"asset": PICTURE[:200], "manifest": None}, **DEMANDING))

    def is_open(findings: list[Any]) -> bool:
        told = {each.reason_code for each in findings}
        return bool(told & {"NOT_EVALUATED", "CONTRAST_ESTIMATED"})

    assert is_open(bare) is (Need.LAYOUT in check.needs)
    assert is_open(broken) is bool(check.needs & {Need.LAYOUT, Need.PICTURE})


def test_checks_that_need_copy_look_at_nothing_else() -> None:
    """What is left out without copy is neither blamed on a picture nor praised in it."""
    silent = subject(text={}, alt_text=None, link=None, fetched={"manifest": None})

    judged = {name for name in ASSET_CHECKS if name not in NEED_COPY}
    found = {name: ASSET_CHECKS[name](silent) for name in judged}

    assert {each.check_id for name in judged for each in found[name]} == judged
    assert "FIELD_MISSING" not in {each.reason_code for name in judged for each in found[name]}
    assert {"required_fields_check", "caps_check", "image_text_match_check"} <= NEED_COPY


def test_a_finding_of_another_release_has_no_reason_of_ours() -> None:
    """A code is looked up with its check, and what nobody knows is not guessed."""
    assert reason_of("aura_check", "AURA_DIM") is None
    assert reason_of("caps_check", "EMOJI_NOT_ALLOWED") is None
    assert reason_of("caps_check", None) is None
    assert reason_of("aura_check", "NOT_EVALUATED") is NOT_EVALUATED


def test_the_documentation_lists_every_check_as_it_is() -> None:
    """What a reader of docs/audit.md learns of a check is what its record says.

    After a change run `python -m tests.audit.table`.
    """
    assert documented(CHECKS_TABLE) == checks_table()


def test_a_sound_creative_passes_every_check() -> None:
    """A creative with nothing wrong is not held up by any check."""
    shown = subject()

    found = {name: codes(check(shown)) for name, check in ASSET_CHECKS.items()}

    assert {name for name, each in found.items() if each[0][0] != "PASS"} == set()


def test_a_broken_picture_passes_no_check_of_its_pixels() -> None:
    """What cannot be decoded cannot be approved."""
    broken = subject(fetched={"asset": PICTURE[:200]}, do_not_do=["No usar rojo"])
    names = [
        "file_format_check",
        "image_dimensions_check",
        "aspect_ratio_check",
        "contrast_ratio_check",
        "forbidden_color_check",
    ]

    found = {codes(ASSET_CHECKS[name](broken))[0] for name in names}

    assert found == {("FAIL", "NOT_EVALUATED", "CRITICAL")}


def test_every_check_names_itself() -> None:
    """A reader finds the check behind a finding by its id."""
    shown = subject()

    for name, check in ASSET_CHECKS.items():
        assert {each.check_id for each in check(shown)} == {name}
