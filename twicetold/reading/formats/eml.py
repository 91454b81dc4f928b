"""E-mail (.eml): its plain text, else its HTML; the subject is the headline. What is attached is counted, not read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import BinaryIO, Final

from twicetold.reading.decode import NotText, decode
from twicetold.reading.formats.common import Refused, whole
from twicetold.reading.formats.html import raw_of_page
from twicetold.reading.inputs import Input
from twicetold.reading.raw import Raw
from twicetold.types import Failure

MAX_EML: Final = 64 * 2**20
"""Bytes, attachments included."""

MAX_PARTS: Final = 1_000


def read(stream: BinaryIO, item: Input) -> Iterator[Raw | Failure]:
    """The one document of a mail."""
    data = whole(stream, item, MAX_EML)
    try:
        mail = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
        raw, attached = _letter(mail, item)
    except (Refused, NotText):
        raise
    except Exception as error:  # the standard library's parser of mail stumbles over some broken headers
        raise Refused(f"is a damaged mail ({type(error).__name__}); save its text first") from error
    name, address = parseaddr(_header(mail, "from") or "")
    raw.title = _header(mail, "subject") or raw.title
    raw.author = name or address or None
    raw.published = _date(_header(mail, "date")) or raw.published
    if attached:
        raw.warnings.append(f"{attached} attached {'file was' if attached == 1 else 'files were'} not read; save them and give them.")
    yield raw


def _letter(mail: EmailMessage, item: Input) -> tuple[Raw, int]:
    """The mail's own text, and how many other files it carries."""
    parts = [part for _, part in zip(range(MAX_PARTS), mail.walk(), strict=False) if not part.is_multipart()]
    own = [p for p in parts if p.get_content_maintype() == "text" and p.get_content_disposition() != "attachment"]
    best = {kind: next((p for p in own if p.get_content_subtype() == kind and _bytes(p).strip()), None) for kind in ("plain", "html")}
    attached = sum(p not in own and p.get_content_disposition() == "attachment" for p in parts)
    if (plain := best["plain"]) is not None:
        text, odd = _text(plain)
        return Raw(source=item.source, text=text, fallback_id=item.stem, warnings=odd), attached
    if (html := best["html"]) is not None:
        text, odd = _text(html)
        raw = raw_of_page(text, item.source)
        raw.fallback_id, raw.warnings = item.stem, odd
        if raw.text:
            return raw, attached
    raise Refused("is a mail without text of its own; save what is attached and give that")


def _bytes(part: EmailMessage) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _text(part: EmailMessage) -> tuple[str, list[str]]:
    """The text of a part, in the encoding that it declares if that fits."""
    data = _bytes(part)
    try:
        return data.decode(part.get_content_charset() or "utf-8").replace("\r\n", "\n"), []
    except (UnicodeDecodeError, LookupError):
        text, odd = decode(data)
        return text.replace("\r\n", "\n"), odd


def _header(mail: EmailMessage, name: str) -> str | None:
    try:
        value = mail.get(name)
    except Exception:  # as written, where the standard library's parser of headers stumbles
        value = next((v for k, v in mail.raw_items() if k.lower() == name), None)
    return " ".join(str(value).split()).encode("utf-8", "replace").decode("utf-8") or None if value is not None else None


def _date(value: str | None) -> str | None:
    try:
        when = parsedate_to_datetime(value) if value else None
    except (ValueError, TypeError, OverflowError):
        return None
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if when and when.tzinfo else when.isoformat() if when else None
