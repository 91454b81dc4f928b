"""Lexicons and scales: data that a domain expert edits; every entry names its reference."""
