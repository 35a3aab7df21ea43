"""Rules that compare fields about what the applicant wants and can spend with each other."""

from collections.abc import Callable, Iterator

from thirdfriday.faces.case_file_view import Slip, SoundView


def conflicts_of_wants(view: SoundView) -> Iterator[Slip]:
    """Every contradiction among wants and limits."""
    for rule in _RULES:
        yield from rule(view)


def _repeats(view: SoundView) -> Iterator[Slip]:
    for path in (
        ("wants", "specialties"),
        ("wants", "position_types"),
        ("wants", "programs_required"),
        ("wants", "programs_excluded"),
        ("wants", "target", "states"),
    ):
        values = view.get(*path) or []
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield Slip(path, f"{value} is listed twice", "each once")


def _programs(view: SoundView) -> Iterator[Slip]:
    both = _ids(view, "programs_required") & _ids(view, "programs_excluded")
    for program in sorted(both):
        yield Slip(
            ("wants", "programs_excluded"),
            f"{program} is both required and excluded",
            "one of the two",
        )


def _ids(view: SoundView, name: str) -> set[str]:
    words = view.get("wants", name) or []
    return {view.vocabulary.program_id(word) or word for word in words}


def _states(view: SoundView) -> Iterator[Slip]:
    excluded = set(view.get("wants", "non_negotiables", "states_excluded") or [])
    paths = [("wants", "target"), *view.each("wants", "next_areas")]
    for path in paths:
        for state in sorted(excluded & set(view.get(*path, "states") or [])):
            yield Slip(
                ("wants", "non_negotiables", "states_excluded"),
                f"{state} is both wanted ({path[1]}) and excluded",
                "one of the two",
            )


def _areas(view: SoundView) -> Iterator[Slip]:
    for path in view.each("wants", "next_areas"):
        kinds = ("presets", "within", "states", "divisions")
        if not any(view.has(*path, kind) for kind in kinds):
            yield Slip(path, "names no place", "presets, within, states or divisions")


def _specialty_weights(view: SoundView) -> Iterator[Slip]:
    specialties = view.get("wants", "specialties") or []
    weights = view.get("wants", "specialty_weights") or []
    if specialties and len(weights) > len(specialties):
        yield Slip(
            ("wants", "specialty_weights"),
            f"{len(weights)} weights for {len(specialties)} specialties",
            "at most one for each",
        )


def _must(view: SoundView) -> Iterator[Slip]:
    target = SoundView(view.data, (), view.vocabulary).get("wants", "target")
    if view.get("wants", "level") == "must" and not target:
        yield Slip(("wants", "level"), "must needs a target area", "[wants.target] with a place")


def _tiers(view: SoundView) -> Iterator[Slip]:
    seen: set[int] = set()
    for path in view.each("limits", "tiers"):
        tier = view.get(*path, "tier")
        low, high = view.get(*path, "minimum"), view.get(*path, "maximum")
        if tier in seen:
            yield Slip((*path, "tier"), f"tier {tier} is given twice", "each tier once")
        if tier is not None:
            seen.add(tier)
        if low is not None and high is not None and low > high:
            yield Slip((*path, "minimum"), f"{low} is above the maximum {high}", f"at most {high}")
    total, most = view.total(("limits", "tiers"), "minimum"), view.get("limits", "applications")
    if most is not None and total > most:
        yield Slip(
            ("limits", "tiers"),
            f"the minimums add up to {total:g} and applications allows {most}",
            f"minimums of at most {most} altogether",
        )


_RULES: tuple[Callable[[SoundView], Iterator[Slip]], ...] = (
    _repeats,
    _programs,
    _states,
    _areas,
    _specialty_weights,
    _must,
    _tiers,
)
