"""Cases of the examples and their plans, each planned once for all tests of a process."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.plan import Plan

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
