"""What is written reads back equal, for every case there can be."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.faces.invented_cases import cases

from thirdfriday.domain.case import AssumedDefault, Case
from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_case import NOT_GIVEN, assumption_of, default_of, matters
from thirdfriday.faces.case_file_problems import section_in
from thirdfriday.faces.case_file_reader import read_case, read_case_text
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.case_file_writer import case_text
from thirdfriday.faces.toml_document import dotted

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
QUIET = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str) -> Case:
    return read_case_text(text, file="case.toml")


def without_assumptions(case: Case) -> Case:
    return dataclasses.replace(case, assumed_defaults=())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_reads_back_equal(path: Path) -> None:
    case = read_case(path)
    assert read(case_text(case)) == case


@QUIET
@given(cases())
def test_every_case_reads_back_equal(case: Case) -> None:
    text = case_text(case)
    back = read(text)
    assert without_assumptions(back) == case
    assert read(case_text(back)) == back


@QUIET
@given(cases(), st.randoms(use_true_random=False))
def test_what_was_left_out_stays_left_out(case: Case, chooser: Any) -> None:
    absent = list(leavable(case, CaseFile, (), case.applicant.type))
    chosen = [path for path in absent if chooser.random() < 0.4]
    left_out = tuple(AssumedDefault(path, "", NOT_GIVEN) for path in chosen)
    back = read(case_text(dataclasses.replace(case, assumed_defaults=left_out)))
    assert set(chosen) <= {assumed.field for assumed in back.assumed_defaults} | covered(chosen)
    assert read(case_text(back)) == back


def leavable(noun: Any, section: type[Section], path: Any, kind: str) -> list[str]:
    """The paths of the fields of a case that may be left out by themselves."""
    found: list[str] = []
    for name, field in section.model_fields.items():
        here, value = (*path, name), getattr(noun, name)
        keep = {"certification", "step_1", "step_2_ck", "target"}
        if assumption_of(field) and matters(noun, name, kind) and name not in keep:
            found.append(dotted(here))
        holds = section_in(field.annotation)
        if holds is not None and not isinstance(value, tuple):
            found += leavable(value, holds, here, kind)
    return found


def covered(chosen: list[str]) -> set[str]:
    """Those that lie in a section that is left out as a whole."""
    return {path for path in chosen if any(path.startswith(f"{other}.") for other in chosen)}


def test_the_schema_and_the_domain_have_the_same_defaults() -> None:
    seen = [CaseFile]
    for section in seen:
        for name, field in section.model_fields.items():
            holds = section_in(field.annotation)
            if holds is not None and holds not in seen:
                seen.append(holds)
            if field.is_required():
                continue
            default = field.get_default(call_default_factory=True)
            ours = default_of(section.noun, name)
            field_of_noun = section.noun.__dataclass_fields__[name]
            has_none = field_of_noun.default is field_of_noun.default_factory  # both MISSING
            if default is None:
                assert ours is None or holds is not None, (section, name)
            elif not has_none:
                assert (tuple(default) if isinstance(default, list) else default) == ours


# What plans set in a case and no file holds.
SET_BY_PLANS = {"assumed_defaults", "preferred"}


def test_every_field_of_the_domain_is_in_the_schema() -> None:
    seen = [CaseFile]
    for section in seen:
        nouns = {field.name for field in dataclasses.fields(section.noun)}
        assert set(section.model_fields) == nouns - SET_BY_PLANS
        for field in section.model_fields.values():
            holds = section_in(field.annotation)
            if holds is not None and holds not in seen:
                seen.append(holds)


def test_text_that_needs_escapes() -> None:
    case = dataclasses.replace(read_case(EXAMPLES[0]), name='"\\\n\t\x00\x7f é 漢 # "')
    assert read(case_text(case)).name == case.name
