"""Make the presets of metropolitan areas and the table of neighbouring states."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from builders.places_names import normal_name
from builders.places_topology import Topology, polygons

LARGE_AREA = 500000
HYPHENATED = ("Winston-Salem",)
HEADER = """\
# Made by builders/places_build.py; do not edit. Census divisions by state, states that share a
# border, and a preset for every metropolitan area of 500,000 people or more (2010) with a program.
"""


def state_neighbours(topology: Topology, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Answer the states that share an outline with each state, by postal code."""
    sides: dict[int, set[str]] = defaultdict(set)
    for geometry in topology["objects"]["states"]["geometries"]:
        code = names.get(geometry["id"])
        for polygon in polygons(geometry) if code else ():
            for ring in polygon:
                for number in ring:
                    sides[number if number >= 0 else ~number].add(str(code))
    found: dict[str, set[str]] = {code: set() for code in names.values()}
    for pair in sides.values():
        for one in pair:
            found[one] |= pair - {one}
    return {code: sorted(near) for code, near in sorted(found.items())}


def metro_presets(
    metro: Iterable[Mapping[str, str]],
    population: Mapping[str, int],
    county_names: Mapping[str, str],
    state_codes: Mapping[str, str],
    with_programs: set[str],
) -> dict[str, tuple[str, dict[str, list[str]]]]:
    """Answer (title, counties by state) of the large metropolitan areas by preset key."""
    counties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in metro:
        if row["kind"] == "metropolitan" and row["area_code"] in with_programs:
            counties[row["area_code"], row["area_title"]].append(row["county_fips"])
    large = {
        area: fips
        for area, fips in counties.items()
        if sum(population.get(code, 0) for code in fips) >= LARGE_AREA
    }
    keys = _metro_keys([title for _, title in large])
    found = {}
    for (_, title), fips in sorted(large.items(), key=lambda item: item[0][1]):
        by_state: dict[str, list[str]] = defaultdict(list)
        for code in sorted(fips):
            by_state[state_codes[code[:2]]].append(county_names[code])
        found[keys[title]] = (title, dict(by_state))
    return found


def _metro_keys(titles: list[str]) -> dict[str, str]:
    """Answer a key for every title: its first city, with the state where two share a name."""
    heads = {title: _slug(_first_city(title)) for title in titles}
    names = list(heads.values())
    keys = {}
    for title, head in heads.items():
        state = title.split(",")[1].strip().split("-")[0].lower()
        keys[title] = f"{head}_{state}_metro" if names.count(head) > 1 else f"{head}_metro"
    return keys


def _first_city(title: str) -> str:
    """Answer the first city of a title such as "Los Angeles-Long Beach-Anaheim, CA"."""
    for city in HYPHENATED:
        if title.startswith(city):
            return city
    return title.partition(",")[0].partition("-")[0].partition("/")[0]


def _slug(name: str) -> str:
    """Answer a name as a key."""
    return normal_name(name.removeprefix("Urban ")).replace(" ", "_")


def regions_text(
    divisions: Mapping[str, str],
    neighbours: Mapping[str, list[str]],
    presets: Mapping[str, tuple[str, dict[str, list[str]]]],
    wider: Mapping[str, str],
) -> str:
    """Answer the TOML text; `wider` names the tier 2 preset of areas that have one, by key."""
    lines = [HEADER, "[divisions]"]
    lines += [f'{state} = "{division}"' for state, division in sorted(divisions.items())]
    lines += ["", "[neighbours]"]
    lines += [f"{state} = {_toml(near)}" for state, near in neighbours.items()]
    for key, (title, by_state) in presets.items():
        lines += ["", f"[presets.{key}]", f'name = "{title} metropolitan area"', "any = ["]
        for state, names in by_state.items():
            lines.append(f'  {{ state = "{state}", counties = {_toml(names)} }},')
        lines.append("]")
        if key in wider:
            lines.append(f'wider = "{wider[key]}"')
        lines.append('basis = "metropolitan statistical area, September 2018"')
    return "\n".join(lines) + "\n"


def _toml(names: list[str]) -> str:
    """Answer a list of strings in TOML."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"
