"""Cases of the examples and their plans, each planned once for all tests of a process."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.plan import Plan

# The gate judges a change by the same examples every time; at a desk every run draws new ones.
settings.register_profile("gate", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("desk", deadline=None, print_blob=True)
settings.load_profile("gate" if os.environ.get("THIRDFRIDAY_CI") else "desk")

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The numbers of the running season."""
    return load_facts()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Every program."""
    return load_catalogue()


@pytest.fixture(scope="session")
def case_of() -> Callable[[str], Case]:
    """The case of an example by the name of its file."""
    return _case_of


@pytest.fixture(scope="session")
def plan_of() -> Callable[[str], Plan]:
    """The plan of an example by the name of its file."""
    return _plan_of


@cache
def _case_of(name: str) -> Case:
    return read_case(EXAMPLES / f"{name}.toml")


@cache
def _plan_of(name: str) -> Plan:
    return build_plan(_case_of(name))
