"""Which language a text is in: told offline, and not at all when there is too little to tell."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from twicetold.reading.lexicon import word_list

LEAST_LETTERS: Final = 60
"""Letters a text must have before its language is told; headlines below that are too often mistaken."""

SAMPLE: Final = 4_000
"""Characters that are looked at."""

ENGLISH: Final = word_list("english")
ENGLISH_SHARE: Final = 0.25
"""Share of function words from which a text is English without asking the model: running English has 0.3 to 0.45 of these, Dutch,
Danish, German, Afrikaans and Scots prose below 0.15 (they share 'in', 'is', 'was', 'had', 'at', 'for')."""

SURE: Final = 0.9
"""Probability the model must give."""

CODE: Final = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.I)
NAMES: Final = {
    "english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es", "russian": "ru",
    "ukrainian": "uk", "polish": "pl", "italian": "it", "portuguese": "pt", "dutch": "nl", "arabic": "ar", "chinese": "zh", "turkish": "tr",
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ukr": "uk", "pol": "pl", "zho": "zh",
}  # fmt: skip


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # 1 to 2 seconds to load: only when a text does not look English

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def code(said: str | None) -> str | None:
    """ISO 639-1 of what a file or page says: 'en-GB', 'English', 'eng' -> 'en'. None when it says nothing usable."""
    if not said or not (name := said.strip().casefold()):
        return None
    if name in NAMES:
        return NAMES[name]
    match = CODE.match(name)
    found = match.group().lower() if match else None
    found = NAMES.get(found or "", found)
    return found if found and len(found) == 2 and found != "un" else None


def detect(text: str) -> str:
    """ISO 639-1 of a text, 'und' when it is too short or too mixed to tell."""
    sample = text[:SAMPLE]
    if sum(c.isalpha() for c in sample) < LEAST_LETTERS:
        return "und"
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    if sum(w in ENGLISH for w in words) >= ENGLISH_SHARE * max(1, len(words)):
        return "en"
    language, probability = _model().classify(sample)
    return str(language) if probability >= SURE and len(str(language)) == 2 else "und"


def settle(said: str | None, text: str) -> tuple[str, str | None]:
    """The language of a document, and a sentence when what it says of itself does not fit its text."""
    stated, found = code(said), detect(text)
    if stated is None or found == stated:
        return found, None
    if found == "und" and _same_script(stated, text):
        return stated, None
    if found == "und":
        return "und", f"It is said to be in '{stated}', but its letters are not of that language; its language is left open."
    return found, f"It is said to be in '{stated}', but reads as '{found}'; '{found}' was used."


CYRILLIC: Final = frozenset({"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"})
OTHER: Final = frozenset(
    ("ar", "fa", "he", "ur", "zh",
     "ja", "ko", "th", "hi", "bn", "ta", "te", "el", "ka", "hy", "am", "my", "km", "lo", "si", "ne", "mr", "gu",
     "pa", "ml", "kn", "ps", "yi", "dv", "ug")
)  # fmt: skip


def _same_script(language: str, text: str) -> bool:
    """Whether most letters of `text` could be of `language`: Latin, Cyrillic or another script."""
    letters = [c for c in text[:SAMPLE] if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in letters)
    rest = len(letters) - latin - cyrillic
    wanted = cyrillic if language in CYRILLIC else rest if language in OTHER else latin
    return 2 * wanted >= len(letters)
