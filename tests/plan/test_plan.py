"""A plan is a frozen value that becomes plain JSON."""

import dataclasses
import json

import pytest

from thirdfriday.plan.plan import SCHEMA


def test_it_cannot_be_changed(plan_of):
    plan = plan_of("do_comlex_only")
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.seed = 1
    assert plan.schema == SCHEMA


def test_json_keeps_every_field(plan_of):
    plan = plan_of("do_comlex_only")
    document = json.loads(json.dumps(plan.to_json()))
    assert list(document) == [field.name for field in dataclasses.fields(plan)]
    assert len(document["choices"]) == len(plan.choices)
