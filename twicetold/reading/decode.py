"""Bytes -> text: byte order marks, UTF-8, what a page declares, and at last a guess that is said to be one."""

from __future__ import annotations

import codecs
import re
from typing import Final

from twicetold.reading.limits import SNIFFED

BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w:.-]{2,40})""", re.I
)
CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
JUNK_SHARE: Final = 0.01
"""Share of control characters in the first 64 KB from which a file is no text: texts have none, binary formats 10 % and more."""

MAGIC: Final = {
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"BZh": "compressed with bzip2; unpack it first",
    b"\xfd7zXZ": "compressed with xz; unpack it first",
    b"\x28\xb5\x2f\xfd": "compressed with zstd; unpack it first",
    b"\x89PNG": "a picture; give a text",
    b"\xff\xd8\xff": "a picture; give a text",
    b"GIF8": "a picture; give a text",
    b"SQLite format 3": "a database; export its documents as JSON Lines",
    b"\xd0\xcf\x11\xe0": "an old office document; save its text first",
    b"\x7fELF": "a program; give a text",
    b"{\\rtf": "rich text (RTF); save it as plain text first",
}


class NotText(Exception):
    """Bytes that are no text; the message says what they are, as the end of a sentence."""


def refuse_binary(head: bytes) -> None:
    """Raises NotText when the first bytes of an input are no text."""
    for magic, what in MAGIC.items():
        if head.startswith(magic):
            raise NotText(f"is {what}")
    sample = head[:SNIFFED]
    if sample.startswith(tuple(bom for bom, _ in BOMS)) or _wide(sample):
        return
    if len(CONTROL.findall(sample)) > JUNK_SHARE * len(sample):
        raise NotText("is not text but binary data; give a text, HTML, JSON or CSV file")


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Western text is zero."""
    if len(sample) < 16:
        return None
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / max(1, len(sample[1::2]))
    if odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.05 else None


def decode(data: bytes, *, html: bool = False) -> tuple[str, list[str]]:
    """The text of `data`, untouched but for a byte order mark, and sentences about what was odd. Raises NotText."""
    refuse_binary(data[:SNIFFED])
    text, warnings = _decode(data, html)
    if "\x00" in text:
        warnings.append("It holds NUL characters; they were kept.")
    return text, warnings


def _decode(data: bytes, html: bool) -> tuple[str, list[str]]:
    bom = next((name for mark, name in BOMS if data.startswith(mark)), None) or _wide(data[:SNIFFED])
    if bom:
        text, bad = _with(data, bom)
        return text, [f"Parts of it are not valid {bom.upper()} and were replaced by '\ufffd'."] if bad else []
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        position = error.start
    if html and (declared := _declared(data)):
        text, bad = _with(data, declared)
        if not bad:
            return text, []
    if _nearly_utf8(data):
        return data.decode("utf-8", errors="replace"), [
            f"It is UTF-8 with broken bytes (the first is number {position:,}); they were replaced by '\ufffd'."
        ]
    name = _guess(data)
    text, _ = _with(data, name)
    return text, [f"It is not UTF-8; it was read as {name}. If letters look wrong, save it as UTF-8."]


def _with(data: bytes, encoding: str) -> tuple[str, bool]:
    try:
        return data.decode(encoding), False
    except UnicodeDecodeError:
        return data.decode(encoding, errors="replace"), True


def _declared(data: bytes) -> str | None:
    if not (match := DECLARED.search(data[:4096])):
        return None
    name = (match.group(1) or match.group(2)).decode("ascii", "replace")
    try:
        found = codecs.lookup(name)
    except LookupError:
        return None
    return "cp1252" if found.name == "iso8859-1" else found.name if found._is_text_encoding else None


def _nearly_utf8(data: bytes) -> bool:
    """Whether most bytes beyond ASCII do form UTF-8, so that single ones are damage and not another encoding."""
    sample = data[: 16 * SNIFFED]
    broken = sample.decode("utf-8", errors="replace").count("\ufffd")
    beyond = sum(byte >= 0x80 for byte in sample)
    return broken * 8 <= beyond


CANDIDATES: Final = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u", "gb18030", "big5",
    "cp932", "euc_jp", "euc_kr",
)  # fmt: skip
"""What files of the last forty years are in when they are not UTF-8 (WHATWG Encoding Standard, without what browsers alone need)."""


def _guess(data: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8, cp1252 when none is likely."""
    from charset_normalizer import from_bytes  # slow to load, seldom needed

    best = from_bytes(data[: 4 * SNIFFED], cp_isolation=list(CANDIDATES), enable_fallback=False).best()
    if best is None or str(best) == data[: 4 * SNIFFED].decode("cp1252", errors="replace"):
        return "cp1252"  # several agree on these bytes: the commonest is named
    return best.encoding
