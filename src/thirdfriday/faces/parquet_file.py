"""Tables as Parquet, with the optional library pyarrow."""

import io
from collections.abc import Iterable
from importlib import import_module
from typing import Any


def parquet(parts: Iterable[list[dict[str, Any]]]) -> bytes | None:
    """Rows as one Parquet file; None where the optional library is not installed.

    Args:
        parts: the rows in parts, so that a long table need not be held at once; the first row
            says what columns there are.
    """
    try:
        pyarrow: Any = import_module("pyarrow")
        library: Any = import_module("pyarrow.parquet")
    except ImportError:
        return None
    stream = io.BytesIO()
    writer: Any = None
    for rows in parts:
        if not rows:
            continue
        table = pyarrow.Table.from_pylist(rows, schema=writer.schema if writer else None)
        writer = writer or library.ParquetWriter(stream, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()
    return stream.getvalue()
