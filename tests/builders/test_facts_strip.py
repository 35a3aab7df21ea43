from pathlib import Path

import pytest
from builders.facts_strip import main

from thirdfriday.facts.audit import audit
from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.facts.tables import load_table, table_names


@pytest.mark.parametrize("packs", [("nrmp",), ("residency-explorer",)])
def test_a_copy_without_a_pack_runs_and_holds_nothing_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], packs: tuple[str, ...]
) -> None:
    target = tmp_path / "data"
    main([str(target), *packs])
    assert "files dropped" in capsys.readouterr().out
    pack = packs[0].replace("-", "_")
    facts = load_facts(root=target)
    ours = ("effect.", "eligibility.", "applicants.", "applications.", "capacity.", "match.rate.")
    defaults = {name for name in load_facts() if name.endswith(".default")}
    assert {name for name in defaults if name.startswith(ours)} <= set(facts)
    assert not [number.name for number in facts.values() if number.pack == pack]
    sources = load_sources(target)
    for name in table_names(target):
        table = load_table(name, root=target)
        for column in table.schema.values():
            if column.source in sources and sources[column.source].pack == pack:
                assert not any(table.columns[column.name]), (name, column.name)
    assert audit(target) == []
