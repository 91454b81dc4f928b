"""an assessment -> the telling of it: terminal, HTML, Markdown, JSON."""
