"""The first tables, and the index of words."""

from __future__ import annotations

from alembic import op

from twicetold.archive.tables import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        # `ascii`: the words are cut and folded before they come here; every character beyond ASCII is part of a word
        op.execute("""CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = "ascii tokenchars '_'")""")
    else:
        op.execute("CREATE TABLE words (document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX words_words ON words USING gin (words)")
