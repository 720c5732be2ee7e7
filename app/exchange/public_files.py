"""Published questions as files for others: a table (CSV) and a feed (Atom, RFC 4287)."""

import csv
import io
import re
from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from app.domain.publishing import Edition, Wanted
from app.domain.renderings import Shown
from app.exchange.public_words import Language, Names

FEED_ENTRIES: Final = 50
_COLUMNS: Final = (
    *("csv_number", "site", "csv_topic", "csv_kind", "csv_text"),
    *("asker", "csv_asker_position", "csv_asker_organisation"),
    *("csv_official", "csv_official_position", "answer", "published_at"),
)
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n]")
_NOT_XML: Final = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ATOM: Final = "http://www.w3.org/2005/Atom"


def table(edition: Edition, language: Language) -> bytes:
    """Return all that is published as CSV; with the mark by which spreadsheets know UTF-8."""
    names = Names(edition, language)
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow([names.say(column) for column in _COLUMNS])
    rows.writerows(_row(names, question) for question in edition.questions)
    return file.getvalue().encode("utf-8-sig")


def as_text(cell: str) -> str:
    """Return a cell that a spreadsheet takes for text, whatever it begins with."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _row(names: Names, question: Shown) -> list[str]:
    asker = question["asker"] or {}
    official, position = names.official(question)
    cells = (
        *(str(question["number"]), names.site(question), names.topic(question)),
        *(names.say(question["kind"]), question["text"]),
        *(asker.get(part) or "" for part in ("name", "position", "organisation")),
        *(official, position, question["answer"], names.time(question["published_at"])),
    )
    return [as_text(cell) for cell in cells]


def feed(edition: Edition, language: Language, server: str) -> bytes:
    """Return what was published last as an Atom feed; `server` is the public URL, for its links."""
    server = server.rstrip("/")
    names = Names(edition, language)
    newest = edition.newest(Wanted())[:FEED_ENTRIES]
    page, lang = f"{server}/public/{edition.slug}", "" if language == "vi" else f"?lang={language}"
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    _text(root, "id", _tag(edition, server))
    _text(root, "title", f"{names.say('heading')} – {edition.title}")
    _text(root, "updated", (newest[0]["published_at"] if newest else edition.opened_at).isoformat())
    _text(SubElement(root, "author"), "name", edition.title)
    own = f"{server}/api/v1/public/{edition.slug}/feed.atom{lang}"
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{page}{lang}"})
    for question in newest:
        _entry(root, names, question, _tag(edition, server), (page, lang))
    encoded: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return encoded


def _entry(
    root: Element, names: Names, question: Shown, tag: str, address: tuple[str, str]
) -> None:
    page, lang = address
    number = question["number"]
    entry = SubElement(root, "entry")
    _text(entry, "id", f"{tag}/{number}")
    title = (names.say("number", number=number), names.site(question), names.topic(question))
    _text(entry, "title", " – ".join(part for part in title if part))
    _text(entry, "updated", question["published_at"].isoformat())
    href = f"{page}/{number}{lang}"
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": href})
    if question["topic"] is not None:
        label = _clean(names.topic(question))
        SubElement(entry, "category", {"term": question["topic"], "label": label})
    _text(entry, "content", _content(names, question)).set("type", "html")


def _content(names: Names, question: Shown) -> str:
    """Return question and answer as HTML, which the feed holds as text."""
    answered_by = ", ".join(part for part in names.official(question) if part)
    by = [f"<strong>{escape(answered_by)}</strong>"] if answered_by else []
    return "".join(
        f"<p>{part}</p>" for part in (*_lines(question["text"]), *by, *_lines(question["answer"]))
    )


def _lines(text: str) -> Sequence[str]:
    return [escape(line) for line in text.split("\n") if line]


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, name)
    element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """Return text without what XML cannot hold, not even escaped."""
    return _NOT_XML.sub("\ufffd", text)


def _tag(edition: Edition, server: str) -> str:
    """Return a name that stays when the server's address changes its scheme or port (RFC 4151)."""
    return f"tag:{urlsplit(server).hostname},{edition.opened_at:%Y-%m-%d}:{edition.slug}"
