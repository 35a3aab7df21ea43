"""Reads the published program tables into values with clean names, places and years."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builders.csv_rows import read_rows

LIST_YEAR = 2025
ATTRIBUTE_YEAR = 2021
QUOTA_YEARS = tuple(range(2016, 2027))
FILLED_YEARS = tuple(range(2016, 2026))
LAYOUT_WORDS = frozenset({"Available", "Avail", "Funded"})
FROM_ATTRIBUTES = {"Transitional Year": "999", "Neurodevelopmental Disabilities": "186"}
POSITION_TYPES = {
    "C": "categorical",
    "M": "primary",
    "P": "preliminary",
    "A": "advanced",
    "R": "physician_reserved",
}


@dataclass(frozen=True, slots=True)
class PublishedTrack:
    """One track of the NRMP program results, with positions and matches by year. [count]."""

    nrmp_code: str
    institution_code: str
    institution: str
    former_names: tuple[str, ...]
    city: str
    state: str
    lat: float | None
    lon: float | None
    name: str
    specialty_code: str
    position_type: str
    quota: Mapping[int, int]
    filled: Mapping[int, int]

    @property
    def suffix(self) -> str:
        """The part of the track's name after the slash: a site or a curriculum."""
        return self.name.split("/", 1)[1].strip(" /") if "/" in self.name else ""


@dataclass(frozen=True, slots=True)
class Attributes:
    """What Residency Explorer said of a program in 2021."""

    name: str
    setting: str
    residents_total: int | None
    residents_first_year: int | None
    visa_j1: bool | None
    visa_h1b: bool | None
    visa_f1: bool | None
    pct_us_md: float | None
    pct_us_do: float | None
    pct_us_img: float | None
    pct_non_us_img: float | None
    fingerprints: Mapping[str, tuple[int, int]]

    @property
    def has_composition(self) -> bool:
        """Whether the shares of residents by school were published."""
        return self.pct_us_md is not None


@dataclass(frozen=True, slots=True)
class ListedProgram:
    """One accredited program of the ACGME list of 2025 (or, for two specialties, of 2021)."""

    acgme_id: str
    name: str
    specialty_code: str
    city: str
    state: str
    lat: float | None
    lon: float | None
    list_year: int
    attributes: Attributes | None

    @property
    def names(self) -> tuple[str, ...]:
        """The name of the list and, where it was another, the name of 2021."""
        former = self.attributes.name if self.attributes else ""
        return (self.name, former) if former and former != self.name else (self.name,)


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the catalogue is built from."""

    tracks: tuple[PublishedTrack, ...]
    listed: tuple[ListedProgram, ...]
    attribute_rows: int
    attribute_programs_unlisted: int


def whole(text: str) -> int | None:
    """A count, or None where the table is blank."""
    return int(float(text)) if text.strip() else None


def real(text: str) -> float | None:
    """A measure, or None where the table is blank."""
    return float(text) if text.strip() else None


def yes_or_no(text: str) -> bool | None:
    """True for Yes, False for No, None where the table is blank."""
    return {"Yes": True, "No": False}.get(text.strip())


def read_sources(tables: Path) -> Sources:
    """All published tables of programs found in `tables`."""
    attribute_rows = read_rows(tables / "program_attributes_residency_explorer_2021.csv")
    attributes = collect_attributes(attribute_rows)
    listed = read_listed(tables, attributes)
    known = {program.acgme_id for program in listed}
    extra = listed_by_attributes(attribute_rows, attributes, known)
    everything = tuple(sorted((*listed, *extra), key=lambda program: program.acgme_id))
    covered = {program.acgme_id for program in everything}
    return Sources(
        tracks=read_tracks(tables),
        listed=everything,
        attribute_rows=len(attribute_rows),
        attribute_programs_unlisted=len(set(attributes) - covered),
    )


def read_tracks(tables: Path) -> tuple[PublishedTrack, ...]:
    """Every track of the NRMP program results 2016-2026, in the order of its code."""
    rows = read_rows(tables / "programs_nrmp_quota_fill_2016_2026.csv")
    names = printed_names(rows)
    mend = read_corrections()
    tracks = [track_of(row, names, mend) for row in rows]
    return tuple(sorted(tracks, key=lambda track: track.nrmp_code))


def printed_names(rows: list[dict[str, str]]) -> dict[str, tuple[str, ...]]:
    """The institution's printed names, newest first, by institution code.

    Words of the publisher's page layout ("Available", "Funded") stand in the name column of some
    rows; they are never a name.
    """
    found: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for row in rows:
        name = row["institution"].removesuffix("(name inferred)").strip(" .")
        if name not in LAYOUT_WORDS:
            year = whole(row["last_year_offered"].replace("nan", "")) or 0
            found[row["institution_code"]][year, name] += 1
    names = {}
    for code, counted in found.items():
        ordered = sorted(counted, key=lambda item: (-item[0], -counted[item], item[1]))
        names[code] = tuple(dict.fromkeys(name for _, name in ordered))
    return names


def read_corrections() -> dict[tuple[str, str, str], str]:
    """Known slips of the publisher: corrected value by id, field and printed value."""
    rows = read_rows(Path(__file__).with_name("catalogue_corrections.csv"))
    return {(r["id"], r["field"], r["printed"]): r["corrected"] for r in rows}


def track_of(
    row: Mapping[str, str],
    names: Mapping[str, tuple[str, ...]],
    mend: Mapping[tuple[str, str, str], str],
) -> PublishedTrack:
    """One row of the NRMP table as a track."""
    city, state = clean_place(row["city"], row["state"])
    code = row["institution_code"]
    city = mend.get((code, "city", city), city)
    state = mend.get((code, "state", state), state)
    return PublishedTrack(
        nrmp_code=row["nrmp_code"],
        institution_code=code,
        institution=names[code][0],
        former_names=names[code][1:],
        city=city,
        state=state,
        lat=real(row["city_lat"]),
        lon=real(row["city_lon"]),
        name=row["program_name"].strip() or row["specialty"].strip(),
        specialty_code=row["specialty_code"],
        position_type=POSITION_TYPES[row["nrmp_code"][7]],
        quota=by_year(row, "quota", QUOTA_YEARS),
        filled=by_year(row, "filled", FILLED_YEARS),
    )


def clean_place(city: str, state: str) -> tuple[str, str]:
    """City and state; a state given in brackets with the city is the true one."""
    bracketed = re.fullmatch(r"(.+?) \(([A-Z]{2})\)", city.strip())
    return (bracketed[1], bracketed[2]) if bracketed else (city.strip(" ,"), state.strip())


def by_year(row: Mapping[str, str], what: str, years: tuple[int, ...]) -> dict[int, int]:
    """The published counts of one row, by year; years without an offer are absent."""
    counts = {year: whole(row[f"{what}_{year}"]) for year in years}
    return {year: count for year, count in counts.items() if count is not None}


def collect_attributes(rows: list[dict[str, str]]) -> dict[str, Attributes]:
    """Attributes by ACGME id; categorical and preliminary rows of one program become one."""
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        grouped[row["acgme_id"]].append(row)
    return {acgme_id: attributes_of(group) for acgme_id, group in grouped.items()}


def attributes_of(group: list[dict[str, str]]) -> Attributes:
    """The attributes of one program from its one or two rows (categorical row first)."""
    ordered = sorted(group, key=lambda row: "Preliminary" in row["specialty_track"])
    first = ordered[0]
    fingerprints = {}
    for row in ordered:
        kind = "preliminary" if "Preliminary" in row["specialty_track"] else "categorical"
        positions, filled = whole(row["nrmp_positions_2021"]), whole(row["nrmp_filled_2021"])
        if positions is not None and filled is not None:
            fingerprints[kind] = (positions, filled)
    setting = first["setting"].strip()
    return Attributes(
        name=first["program_name"].strip(),
        setting="" if setting == "Not Available" else setting,
        residents_total=whole(first["residents_total"]),
        residents_first_year=whole(first["residents_pgy1"]),
        visa_j1=yes_or_no(first["visa_j1"]),
        visa_h1b=yes_or_no(first["visa_h1b"]),
        visa_f1=yes_or_no(first["visa_f1_opt"]),
        pct_us_md=real(first["pct_us_md"]),
        pct_us_do=real(first["pct_us_do"]),
        pct_us_img=real(first["pct_us_img"]),
        pct_non_us_img=real(first["pct_non_us_img"]),
        fingerprints=fingerprints,
    )


def read_listed(tables: Path, attributes: Mapping[str, Attributes]) -> list[ListedProgram]:
    """The ACGME list of 2025."""
    mend = read_corrections()
    listed = []
    for row in read_rows(tables / "programs_acgme_2025.csv"):
        acgme_id, city, state = row["acgme_id"], row["city"].strip(), row["state"].strip()
        name = row["program_name"].strip()
        true_city = mend.get((acgme_id, "city", city), city)
        moved = true_city != city
        listed.append(
            ListedProgram(
                acgme_id=acgme_id,
                name=mend.get((acgme_id, "name", name), name),
                specialty_code=row["specialty_code"],
                city=true_city,
                state=mend.get((acgme_id, "state", state), state),
                lat=None if moved else real(row["lat"]),
                lon=None if moved else real(row["lon"]),
                list_year=LIST_YEAR,
                attributes=attributes.get(acgme_id),
            )
        )
    return listed


def listed_by_attributes(
    rows: list[dict[str, str]], attributes: Mapping[str, Attributes], known: set[str]
) -> list[ListedProgram]:
    """Programs of the specialties that the list of 2025 leaves out, as listed in 2021."""
    found = {}
    for row in rows:
        code = FROM_ATTRIBUTES.get(row["specialty_track"])
        if code and row["acgme_id"] not in known:
            found[row["acgme_id"]] = ListedProgram(
                acgme_id=row["acgme_id"],
                name=row["program_name"].strip(),
                specialty_code=code,
                city=row["city"].strip(),
                state=row["state"].strip(),
                lat=None,
                lon=None,
                list_year=ATTRIBUTE_YEAR,
                attributes=attributes[row["acgme_id"]],
            )
    return list(found.values())
