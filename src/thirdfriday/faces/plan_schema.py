"""The published JSON schema of a plan, drawn from the dataclasses of the plan itself."""

import dataclasses
from typing import Any

from pydantic import TypeAdapter

from thirdfriday.plan import plan as nouns
from thirdfriday.plan import plan_sections as sections
from thirdfriday.plan.plan import SCHEMA, Plan

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def plan_schema() -> dict[str, Any]:
    """The JSON schema that every `thirdfriday plan --json` document fulfils. [JSON schema]

    Names are added, never renamed; documents may hold more than an older schema lists.

    >>> plan_schema()["title"], plan_schema()["properties"]["schema"]["const"]
    ('Plan', 'thirdfriday-plan-1')
    """
    schema = TypeAdapter(Plan).json_schema(mode="serialization")
    for name, definition in schema.get("$defs", {}).items():
        _describe(definition, getattr(nouns, name, getattr(sections, name, None)))
    _describe(schema, Plan)
    schema["properties"]["schema"] |= {"const": SCHEMA}
    return {"$schema": DIALECT, **schema}


def _describe(definition: dict[str, Any], noun: Any) -> None:
    """Puts the first sentence of a dataclass on its definition, and demands all its fields."""
    if not dataclasses.is_dataclass(noun):
        return
    definition["description"] = (noun.__doc__ or "").strip().splitlines()[0]
    definition["required"] = [item.name for item in dataclasses.fields(noun)]
