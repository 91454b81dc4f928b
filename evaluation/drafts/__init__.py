"""Drafts with one thing wrong, and drafts with nothing wrong, to measure `twicetold check` on."""
