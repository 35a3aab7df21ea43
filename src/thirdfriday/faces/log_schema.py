"""Brings the tables of a season's log to the newest revision, inside one transaction."""

from pathlib import Path

import sqlalchemy as sa

HEAD = "0001"
"""The newest revision; a test holds it to the migrations."""
FOLDER = Path(__file__).parent / "log_migrations"
LOCK = 0x3F1D
"""Names the advisory lock of PostgreSQL under which tables are made."""


def version_of(connection: sa.Connection) -> str | None:
    """The revision of the tables; None where there are none, or they are older than HEAD."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None or str(found) < HEAD else str(found)


def migrate(connection: sa.Connection) -> None:
    """Run the migrations that are missing, in the transaction of the connection."""
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415 - slow to load
    from alembic.runtime.migration import MigrationContext, RevisionStep  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    script = ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER)])

    def to_head(revision: object, _: MigrationContext) -> list[RevisionStep]:
        return script._upgrade_revs("head", revision)  # type: ignore[arg-type]

    from alembic.config import Config  # noqa: PLC0415

    with EnvironmentContext(Config(), script, fn=to_head) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()
