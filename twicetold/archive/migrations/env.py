"""Run by alembic; `database.upgrade` gives the connection on which everything happens in one transaction."""

from __future__ import annotations

from alembic import context

from twicetold.archive.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
