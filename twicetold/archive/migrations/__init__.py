"""Alembic's scripts: how an archive of an older program becomes one of this."""
