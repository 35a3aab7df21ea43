"""Tables in parts read back as one."""

import io

import pyarrow.parquet

from thirdfriday.faces.parquet_file import parquet


def test_parts_read_back_as_one_table() -> None:
    rows = [{"n": k, "word": str(k)} for k in range(10)]
    data = parquet([rows[:3], [], rows[3:]])
    assert data is not None
    assert pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist() == rows


def test_no_rows_make_no_table() -> None:
    assert parquet([]) == b""
