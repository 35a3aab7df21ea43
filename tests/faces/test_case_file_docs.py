"""The page about the case file says what the schema says; UPDATE_DOCS=1 rewrites it."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_case import assumption_of
from thirdfriday.faces.case_file_problems import section_in
from thirdfriday.faces.case_file_schema import CaseFile, case_schema
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.new_case import unit_of, words_of

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "case-file.md"
START, END = "<!-- fields: made from the schema -->\n", "<!-- end of fields -->\n"


def reference(section: type[Section], path: str) -> Iterator[str]:
    """A table of a section's own fields, then the sections inside it."""
    rows, inner = [], []
    for name, field in section.model_fields.items():
        holds = section_in(field.annotation)
        many = "[[" if getattr(field.annotation, "__origin__", None) is list else "["
        if holds is None or holds.inline:
            words = ", ".join(f"`{word}`" for word in words_of(field))
            told = f"{field.description}{f' One of {words}.' if words else ''}"
            unit, absent = unit_of(field), assumption_of(field).removeprefix("not given: ")
            needed = "**required**" if field.is_required() else absent or "nothing to add"
            rows.append(f"| `{name}` | {told} | {unit} | {needed} |")
            continue
        here = f"{path}.{name}" if path else name
        absent = assumption_of(field).removeprefix("not given: ")
        needed = "Required." if field.is_required() else f"Left out: {absent or 'nothing to add'}."
        heading = f"{many}{here}{many.replace('[', ']')}"
        inner += ["", f"### `{heading}`", "", f"{field.description} {needed}"]
        inner += reference(holds, here)
    if rows:
        yield from ("", "| field | what it says | unit | if left out |", "|---|---|---|---|", *rows)
    yield from inner


def presets() -> Iterator[str]:
    yield from ("", "### Region presets", "", "| key | region |", "|---|---|")
    for key, name in vocabulary_from_catalogue().presets.items():
        yield f"| `{key}` | {name} |"


def specialties() -> Iterator[str]:
    yield from ("", "### Specialty keys", "", "| key | specialty |", "|---|---|")
    for key, name in vocabulary_from_catalogue().specialties.items():
        yield f"| `{key}` | {name} |"


def test_the_page_is_what_the_schema_says() -> None:
    made = "\n".join([*reference(CaseFile, ""), *specialties(), *presets()]).strip() + "\n"
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    found, _, after = rest.partition(END)
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(f"{before}{START}\n{made}\n{END}{after}", encoding="utf-8")
        return
    assert found.strip() == made.strip(), "run this test once with UPDATE_DOCS=1"


def test_every_example_is_named_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for path in (PAGE.parents[2] / "examples").glob("*.toml"):
        assert path.name in text


def test_the_schema_is_json_with_units_and_assumptions() -> None:
    schema = case_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert schema["additionalProperties"] is False
    limits = schema["$defs"]["LimitsSection"]["properties"]["budget_usd"]
    assert limits["x-unit"] == "USD"
    assert limits["x-assumed-when-absent"]
    score = schema["$defs"]["StepSection"]["properties"]["score"]
    bounds = next(part for part in score["anyOf"] if part["type"] == "integer")
    assert (bounds["minimum"], bounds["maximum"]) == (1, 300)


def test_every_optional_field_says_what_its_absence_means() -> None:
    seen = [CaseFile]
    for section in seen:
        assert section.__doc__
        for name, field in section.model_fields.items():
            assert field.description, (section, name)
            assert field.description.endswith("."), (section, name)
            holds = section_in(field.annotation)
            if holds is not None and holds not in seen:
                seen.append(holds)
