import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter
from tests.faces.invented_plans import empty_plan, invented_plan, judged_plan

from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.plan_schema import plan_schema
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.plan import Plan

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.toml"))
TYPES = {"object": dict, "array": list, "string": str, "number": (int, float), "integer": int}


def disagreements(value: object, schema: dict, definitions: dict, where: str = "$") -> list[str]:
    """Where a document departs from a schema, for the words that the plan's schema uses."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        found = [disagreements(value, one, definitions, where) for one in schema["anyOf"]]
        return [] if [] in found else found[0]
    if "const" in schema and value != schema["const"]:
        return [f"{where}: not {schema['const']}"]
    kind = schema.get("type")
    if kind == "null":
        return [] if value is None else [f"{where}: not null"]
    if kind == "boolean":
        return [] if isinstance(value, bool) else [f"{where}: not true or false"]
    if kind and (isinstance(value, bool) or not isinstance(value, TYPES[kind])):
        return [f"{where}: not {kind}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where}: lacks {name}" for name in schema["required"] if name not in value]
        for name, inner in schema["properties"].items():
            if name in value:
                found += disagreements(value[name], inner, definitions, f"{where}.{name}")
        found += [f"{where}: {name} unknown" for name in value.keys() - schema["properties"].keys()]
    if isinstance(value, list):
        for place, item in enumerate(value):
            found += disagreements(item, schema["items"], definitions, f"{where}[{place}]")
    return found


def check(plan: Plan) -> None:
    document = json.loads(json.dumps(plan.to_json()))
    schema = plan_schema()
    assert disagreements(document, schema, schema["$defs"]) == []
    assert TypeAdapter(Plan).validate_json(json.dumps(document)) == plan


def test_the_schema_is_json_and_describes_itself() -> None:
    schema = json.loads(json.dumps(plan_schema()))
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["title"] == "Plan"
    for name, definition in schema["$defs"].items():
        assert definition["description"].endswith((".", "]")), name


def test_the_stable_names_are_there() -> None:
    schema = plan_schema()
    stable = {
        "schema", "season", "seed", "data_hash", "headline", "certificate", "choices", "excluded",
        "geography", "prices", "assumptions", "notes",
    }  # fmt: skip
    assert stable <= set(schema["required"]) <= set(schema["properties"])
    choice = schema["$defs"]["PlannedApplication"]["properties"]
    assert {
        "program", "geographic_tier", "selectivity_tier", "signal", "chance_of_interview",
        "eligibility", "reasons", "marginal_value", "fee_usd",
    } <= set(choice)  # fmt: skip
    assert {
        "id",
        "acgme_id",
        "nrmp_codes",
        "name",
        "institution",
        "city",
        "state",
        "specialty",
    } <= set(schema["$defs"]["PlanProgram"]["properties"])


@pytest.mark.parametrize("make", [invented_plan, empty_plan, judged_plan])
def test_invented_plans_fulfil_it(make) -> None:
    check(make())


def test_a_document_that_departs_is_seen() -> None:
    document = json.loads(json.dumps(invented_plan().to_json()))
    document["season"] = "2027"
    del document["headline"]["cost_usd"]
    schema = plan_schema()
    found = disagreements(document, schema, schema["$defs"])
    assert found == ["$.season: not integer", "$.headline: lacks cost_usd"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_plans_fulfil_it(path: Path) -> None:
    check(build_plan(read_case(path)))
