"""Words with their exact places, cut as in Universal Dependencies English (EWT, GUM), on which the syntax was learned.

"cannot" and "gonna" are two words, "Mr." and "U.S." one, hyphens and slashes stand alone except after a prefix ("co-founder", "e-mail").
Invisible characters (zero width, direction marks) belong to no word, but do not cut one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from twicetold.language.lexicon import words
from twicetold.types import Span

LONGEST = 64  # characters; longer runs are no words, and cutting them keeps memory bounded
RULE = 256  # characters of a line drawn with one sign

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe0e\ufe0f\ufeff"
_JOIN = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"  # combining marks and invisible joiners inside a word
_LETTERS = rf"[^\W\d_][\w{_JOIN}]{{0,{LONGEST - 1}}}"
_FILES = "pdf|docx?|html?|xls|txt|jpg|gif|png|zip"
_SPLIT = {
    "cannot": 3, "gonna": 3, "gotta": 3, "wanna": 3, "gimme": 3, "lemme": 3, "dont": 2, "cant": 2, "havent": 4, "doesnt": 4, "didnt": 3,
    "isnt": 2,     "wasnt": 3, "wouldnt": 5, "couldnt": 5, "arent": 3, "wont": 2, "im": 1, "ive": 1, "thats": 4, "whats": 4, "youre": 3,
    "theyre": 4, "theres": 5, "alot": 1, "outta": 3, "lotta": 3,
}  # fmt: skip


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    prefixes = "|".join(sorted(words("tokens", "prefixes"), key=lambda w: (-len(w), w)))
    dotted = "|".join(re.escape(w) for w in sorted(words("tokens", "abbreviations"), key=lambda w: (-len(w), w)))
    clipped = "|".join(sorted(words("tokens", "clipped"), key=lambda w: (-len(w), w)))
    return re.compile(
        rf"""
      (?![Ii]ts\s)[A-Za-z][a-z]{{1,62}}(?=\s)                     # most words; what follows never takes them otherwise
    | (?:https?://|www\.)[^\s<>"“”«»]{{1,500}}(?<![.,;:!?)\]'’])
    | \w[\w.+-]{{0,62}}(?:(?<!\.)|(?<=\w\.\.\.))@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,4}}
    | [@\#][A-Za-z_]\w{{0,{LONGEST}}}
    | (?<![\w.])[\w-]{{2,{LONGEST}}}(?:\.[\w-]{{1,20}}){{0,3}}\.(?i:com|org|net|gov|edu|uk|ru|cn|eu|io|tv|{_FILES})(?!\w)
    | (?<![\w.])\.(?:{_FILES})(?!\w)
    | (?<![\w.])[a-z]{{2,20}}(?:\.[a-z][a-z-]{{1,20}}){{2,6}}(?![\w.])   # names of newsgroups
    | [Nn]os?\.(?=\s*\d) | Ph\.D\.(?!\w) | (?<!\w)[cp]\.(?=\s?\d) | (?<=\()[bdm]\.(?=\s)   # born, died, married
    | (?:1\d)?\d0['’]s(?!\w)                                   # the 80's
    | [A-Za-z]{{1,3}}-(?=\s|$)                                 # th- the
    | [Ii]t(?=s\s+(?:an?|the|not|been|just|so|too|really|going|also|this|that|my|your|in|on|very|always|never|no)(?!\w))   # for 'it's'
    | etc(?=\.(?:\s+[^\Wa-z]|\s*$))                            # its full stop ends the sentence
    | (?:[A-Za-z]\.){{2,8}}(?![A-Za-z])                       # U.S., a.m.
    | (?<![\w.])[A-Z](?:\.[A-Z]){{1,7}}(?![\w.])              # U.S without its last stop
    | (?<![\w.])(?:{dotted})\.(?!\w)                          # Mr., Sept., Inc.
    | (?<![\w.'’])[A-Z]\.(?=\s*[A-Z][a-z.])                   # initials
    | (?<![\w-])(?:(?:\d-)?\d{{3}}-\d{{3}}-\d{{4}}|\d{{3}}-\d{{4}}|\d-\d{{4}}|\d{{5}}-\d{{4}})(?![\w-])   # telephones, zip codes
    | \d{{1,32}}(?:[.,:/]\d{{1,32}}){{0,8}}(?:st|nd|rd|th|s)(?![a-z])
    | \d{{1,32}}(?:[.,:/]\d{{1,32}}){{0,8}}                   # 5 and m of "5m"
    | (?:{prefixes})-{_LETTERS}
    | [ODLod]['’][A-Z][\w{_JOIN}]{{1,40}}                     # O'Brien, d'Estaing
    | [cdlCDL]['’][a-z]{{3,40}}(?!\w)                          # l'affaire
    | (?!\w{{1,40}}['’](?:re|ve|ll|em)(?!\w))(?<!\w)[^\W\d_]{{2,20}}(?<!n)['’][^\W\d_]{{2,20}}(?!\w)   # Shi'ite, Qur'an
    | gov['’]t(?!\w)
    | (?<![\w&])[A-Z]{{1,3}}&[A-Z]{{1,3}}(?![\w&]) | [bw]/[co](?!\w)         # AT&T, b/c
    | (?<![\w])['’](?:{clipped})(?!\w)                        # 'em, 'tis
    | (?:o['’]clock|ma['’]am|y['’]all|ne['’]er)(?!\w)
    | [A-Za-z]{{1,20}}(?=(?:n['’]t|N['’]T)(?!\w)) | (?:n['’]t|N['’]T)(?!\w) | ['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)(?!\w)
    | {_LETTERS} | _{{3,{RULE}}}(?!\w)
    | \w{{1,{LONGEST}}}
    | [:;]-?[)(](?!\w) | :D(?!\w) | =[)(](?!\w) | \^_\^ | <{{2,3}} | >{{2,3}} | \${{2,8}}
    | [!?]\.(?=\s|$) | \.{{2,{LONGEST}}} | ``|'' | \.?[!?][!?]{{0,{LONGEST}}} | ([-=_*~\#—–])\1{{1,{RULE}}}
    | [\u0300-\u036f]{{1,{RULE}}} | [^\w\s{_INVISIBLE}]
    """,
        re.VERBOSE,
    )


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words of `text[start:end]` in order, places relative to `text`. Linear in the length."""
    out: list[Span] = []
    for match in _pattern().finditer(text, start, len(text) if end is None else end):
        first, last = match.span()
        cut = _SPLIT.get(match[0].lower())
        if cut is None:
            out.append(Span(first, last))
        else:
            out += [Span(first, first + cut), Span(first + cut, last)]
    return out
