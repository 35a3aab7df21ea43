"""Copies the packaged data without a pack: `python -m builders.facts_strip TARGET nrmp ...`."""

import argparse
import csv
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from thirdfriday.facts.packaged import DATA, pack_name, pack_of, read_toml
from thirdfriday.facts.registry import number_files
from thirdfriday.facts.tables import Table, load_table, read_schema, table_names

STAND_IN = re.compile(r'(?m)^stands_in_for = "(\w+)"\n')
REQUIRED = re.compile(r"(?m)^required = true\n")


def strip(target: Path, packs: frozenset[str], data: Path = DATA) -> dict[str, int]:
    """Copy `data` to `target` without `packs`; files dropped and columns emptied. [count].

    The assumptions that stand in for a pack become ordinary ones of the copy, so that it needs no
    option to run.
    """
    shutil.copytree(data, target)
    counts = {"files dropped": 0, "columns emptied": 0}
    for path, _ in number_files(target):
        text = path.read_text(encoding="utf-8")
        stands_in = STAND_IN.search(text)
        if pack_of(read_toml(path), where=path.name) in packs:
            path.unlink()
            counts["files dropped"] += 1
        elif stands_in and stands_in.group(1) in packs:
            path.write_text(STAND_IN.sub("", text), encoding="utf-8", newline="\n")
    for name in table_names(target):
        if read_schema(name, data)[1] in packs:
            (target / f"{name}.csv").unlink()
            (target / f"{name}.schema.toml").unlink()
            counts["files dropped"] += 1
        else:
            counts["columns emptied"] += _empty(name, target, packs, data)
    return counts


def _empty(name: str, target: Path, packs: frozenset[str], data: Path) -> int:
    """Empty the columns of a table that come from `packs`; how many there were. [count]."""
    whole, rest = load_table(name, root=data), load_table(name, root=data, without=packs)
    emptied = [column for column in whole.columns if _differs(whole, rest, column)]
    if not emptied:
        return 0
    with (data / f"{name}.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    with (target / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(whole.columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, **dict.fromkeys(emptied, "")} for row in rows)
    schema = target / f"{name}.schema.toml"
    blocks = re.split(r"(?m)^(?=\[columns\.)", schema.read_text(encoding="utf-8"))
    kept = [
        REQUIRED.sub("", block) if block[9:].split("]")[0] in emptied else block for block in blocks
    ]
    schema.write_text("".join(kept), encoding="utf-8", newline="\n")
    return len(emptied)


def _differs(whole: Table, rest: Table, column: str) -> bool:
    return whole.columns[column] != rest.columns[column]


def main(arguments: Sequence[str] | None = None) -> None:
    """Copy the packaged data to a new folder without the packs named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("packs", nargs="+")
    chosen = parser.parse_args(arguments)
    packs = frozenset(pack_name(pack) for pack in chosen.packs)
    for what, count in strip(chosen.target, packs).items():
        print(f"{what}: {count}")


if __name__ == "__main__":
    main()
