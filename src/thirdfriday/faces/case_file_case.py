"""Turns a validated case file into a case, noting every default that was assumed."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.fields import FieldInfo

from thirdfriday.domain.applicant import Applicant, Certification, CertificationStatus
from thirdfriday.domain.case import AssumedDefault, Case
from thirdfriday.domain.examinations import Examination
from thirdfriday.domain.experience import ClinicalExperience, Letter, Tie
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import Area, Wants
from thirdfriday.faces.case_file_applicant import ExaminationSection, Section
from thirdfriday.faces.case_file_fields import ASSUMED
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.case_file_vocabulary import Vocabulary
from thirdfriday.faces.toml_document import dotted
from thirdfriday.faces.toml_places import FieldPath

NOT_GIVEN = "not given in the case file"
_SCORED = ("pass", "fail")

_ABSENT: dict[tuple[type, str], Any] = {
    (Applicant, "certification"): Certification(CertificationStatus.NOT_NEEDED),
    (Wants, "target"): Area(),
    (Case, "limits"): Limits(),
}
"""What an absent section becomes where the domain has no default of its own."""


def case_of(file: CaseFile, vocabulary: Vocabulary) -> Case:
    """The case of a validated file, with every assumed default on it."""
    case = _noun_of(file)
    if not isinstance(case, Case):
        raise TypeError("A case file becomes a case.")
    assumed = [*_assumed(file, (), file.applicant.type), *_unknown_cities(case, vocabulary)]
    return dataclasses.replace(case, assumed_defaults=tuple(assumed))


def _noun_of(section: Section) -> Any:
    """The domain value of a section: the same fields, sections made nouns, lists made tuples."""
    values: dict[str, Any] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        values[name] = default_of(section.noun, name) if value is None else _value_of(value)
    return section.noun(**values)


def _value_of(value: Any) -> Any:
    if isinstance(value, Section):
        return _noun_of(value)
    if isinstance(value, list):
        return tuple(_value_of(item) for item in value)
    return value


def _assumed(section: Section, path: FieldPath, kind: str) -> Iterator[AssumedDefault]:
    """Every field of a section that was left out and whose absence is an assumption."""
    for name, field in type(section).model_fields.items():
        here = (*path, name)
        value = getattr(section, name)
        if isinstance(value, Section):
            yield from _assumed(value, here, kind)
        elif isinstance(value, list) and value and isinstance(value[0], Section):
            for index, item in enumerate(value):
                yield from _assumed(item, (*here, index), kind)
        reason = assumption_of(field)
        if reason and name not in section.model_fields_set and matters(section, name, kind):
            yield AssumedDefault(dotted(here), reason.removeprefix("not given: "), NOT_GIVEN)


def assumption_of(field: FieldInfo) -> str:
    """What leaving a field out assumes; empty if it assumes nothing."""
    extra = field.json_schema_extra
    return str(extra.get(ASSUMED, "")) if isinstance(extra, Mapping) else ""


def default_of(noun: type, name: str) -> Any:
    """The domain value that a field left out of the case file becomes."""
    if (noun, name) in _ABSENT:
        return _ABSENT[noun, name]
    field = {field.name: field for field in dataclasses.fields(noun)}[name]
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return None if field.default is dataclasses.MISSING else field.default


def matters(section: Any, name: str, kind: str) -> bool:
    """Whether leaving a field out of a section, or of its noun, assumes anything."""
    if name == "score" and isinstance(section, ExaminationSection | Examination):
        return section.result.value in _SCORED
    if name.startswith("comlex_"):
        return kind.startswith("do_")
    if name == "certification":
        return kind.endswith("_img")
    return True


def _unknown_cities(case: Case, vocabulary: Vocabulary) -> Iterator[AssumedDefault]:
    """Places whose city the catalogue does not know, which therefore count for their state only."""
    if not vocabulary.cities:
        return
    for field, place in _places(case.applicant):
        if place.city and vocabulary.known_city(place.city, place.state) is None:
            yield AssumedDefault(
                field,
                f"counts for {place.state} as a whole",
                f"{place.city} has no residency program in the catalogue, so nearness to it is "
                "not measured",
            )


def _places(applicant: Applicant) -> Iterator[tuple[str, NamedPlace]]:
    lists: dict[str, tuple[ClinicalExperience | Letter | Tie, ...]] = {
        "clinical_experience": applicant.clinical_experience,
        "letters": applicant.letters,
        "ties": applicant.ties,
    }
    for name, items in lists.items():
        for index, item in enumerate(items):
            if item.place is not None:
                yield f"applicant.{name}[{index}].place", item.place
