"""The public files and pages: hostile text stays text, nothing private is there."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import to_json

from app.domain.facts import (
    Asker,
    Assigned,
    Attached,
    MergedIn,
    Part,
    Prepared,
    Published,
    QuestionFacts,
    Spoken,
)
from app.domain.lifecycle import State
from app.domain.preparation import Preparedness
from app.domain.publishing import Edition, Person, Wanted
from app.domain.text import search_key
from app.domain.views import PUBLISHED, render
from app.exchange.markup import Markup, tag
from app.exchange.public_files import as_text, feed, table
from app.exchange.public_page import list_page, missing_page, question_page

NOON = datetime(2025, 6, 14, 5, 0, tzinfo=UTC)
SERVER = "https://doithoai.example:8443/"
A = "{http://www.w3.org/2005/Atom}"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</blockquote></article><form action=https://elsewhere.example>",
    "]]></content><x>&amp;&lt;",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "{number} {0} %s",
    "\u202eđảo ngược\u0300",
    "dòng một\ndòng hai",
]
BREAKS_XML = ["a\x00b", "a\x0bb", "a\x1bb", "a\ufffeb", "a\uffffb"]


def facts(number: int = 17, **more: Any) -> QuestionFacts:
    """A published question whose private parts are all marked."""
    given: dict[str, Any] = {
        "id": 4711,
        "number": number,
        "site": "cho-don",
        "topic": "giao-thong",
        "kind": "question",
        "origin": "live",
        "asker": Asker("PRIVATE-1", "PRIVATE-2", "PRIVATE-3", "PRIVATE-4"),
        "text": "Bao giờ có đường?",
        "original_text": "PRIVATE-5",
        "state": State.ANSWERED,
        "state_since": NOON,
        "version": 7,
        "rank": "PRIVATE-6",
        "submitted_at": NOON,
        "reason_code": "PRIVATE-7",
        "reason_note": "PRIVATE-8",
        "merged_in": (MergedIn(5, "na-ri", Asker("PRIVATE-9", "P", phone="PRIVATE-10")),),
        "assignment": Assigned((Part("chu-tich", True, "declined", "PRIVATE-11"),), "PRIVATE-12"),
        "answer": Spoken("chu-tich", NOON, NOON, "PRIVATE-13"),
        "attachments": (Attached(1, "PRIVATE-14", "image/png", 7),),
        "prepared": Prepared("so", Preparedness.CLEARED, "PRIVATE-15", "PRIVATE-16", NOON, "P"),
        "published": Published(NOON + timedelta(minutes=number), "Trong năm nay."),
    }
    return QuestionFacts(**(given | more))


def edition(*questions: QuestionFacts, **more: Any) -> Edition:
    shown = [render(PUBLISHED, one) for one in questions]
    printed = Edition(
        mark="1",
        slug="bac-kan-2025",
        title="Hội nghị đối thoại",
        theme="Chủ đề",
        timezone="Asia/Ho_Chi_Minh",
        rehearsal=False,
        opened_at=NOON,
        sites={"cho-don": "Chợ Đồn"},
        topics={"giao-thong": "Giao thông"},
        officials={"chu-tich": Person("Chủ tịch", "UBND tỉnh")},
        questions=shown,
        keys=[search_key(f"{one['text']}\n{one['answer']}") for one in shown],
    )
    return replace(printed, **more)


def forms(printed: Edition) -> dict[str, str]:
    """Every form in which an edition leaves the server."""
    made = {
        "json": to_json(list(printed.questions)),
        "csv": table(printed, "vi"),
        "csv en": table(printed, "en"),
        "atom": feed(printed, "vi", SERVER),
        "page": list_page(printed, "vi", Wanted(), 1),
        "page en": list_page(printed, "en", Wanted(), 1),
        "question": question_page(printed, "vi", printed.questions[0]),
    }
    return {name: body.decode() for name, body in made.items()}


class Elements(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(name)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@given(
    may_show_name=st.booleans(),
    deferred=st.booleans(),
    merged=st.booleans(),
    answer=st.sampled_from([None, Spoken("khac", NOON, None, "PRIVATE-17")]),
)
def test_nothing_private_is_in_any_form(
    may_show_name: bool, deferred: bool, merged: bool, answer: Spoken | None
) -> None:
    question = facts(
        asker=Asker("NAMED-1", "NAMED-2", "NAMED-3", "PRIVATE-4", may_show_name=may_show_name),
        state=State.DEFERRED if deferred else State.ANSWERED,
        answer=answer,
    )
    if not merged:
        question = replace(question, merged_in=())
    for name, text in forms(edition(question)).items():
        assert "Trong năm nay." in text, name
        assert "PRIVATE" not in text, name
        assert "na-ri" not in text, name
        assert "4711" not in text, name
        assert ("NAMED" in text) <= may_show_name, name


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_text_in_every_form(hostile: str) -> None:
    question = facts(
        text=hostile,
        published=Published(NOON, hostile),
        asker=Asker(hostile, hostile, hostile, may_show_name=True),
    )
    plain = edition(facts())
    printed = edition(
        question,
        title=hostile,
        theme=hostile,
        sites={"cho-don": hostile},
        topics={"giao-thong": hostile},
        officials={"chu-tich": Person(hostile, hostile)},
    )
    lines = hostile.split("\n")
    for wanted in (Wanted(), Wanted(hostile, hostile, hostile)):
        page = Elements(list_page(printed, "vi", wanted, 1).decode())
        assert set(page.names) <= set(Elements(list_page(plain, "vi", Wanted(), 1).decode()).names)
        assert not [name for name, _ in page.attributes if name.startswith("on")]
    for line in lines:
        assert line in Elements(question_page(printed, "vi", printed.questions[0]).decode()).text
    parsed = ElementTree.fromstring(feed(printed, "vi", SERVER))
    content = parsed.findtext(f"{A}entry/{A}content") or ""
    assert set(Elements(content).names) == {"p", "strong"}
    assert all(line in Elements(content).text for line in lines)
    (_, row) = csv.reader(io.StringIO(table(printed, "vi").decode("utf-8-sig")))
    assert not [cell for cell in row if re.match(r"[=+\-@\t\r\n]", cell)]
    assert row[4].removeprefix("'") == hostile


@pytest.mark.parametrize("broken", BREAKS_XML)
def test_what_xml_cannot_hold_is_replaced_in_the_feed(broken: str) -> None:
    printed = edition(facts(text=broken), title=broken, topics={"giao-thong": broken})
    parsed = ElementTree.fromstring(feed(printed, "vi", SERVER))
    assert "a\ufffdb" in (parsed.findtext(f"{A}title") or "")
    assert "a\ufffdb" in (parsed.findtext(f"{A}entry/{A}content") or "")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_cell_that_a_spreadsheet_would_compute_is_text(first: str) -> None:
    assert as_text(f"{first}1") == f"'{first}1"
    assert as_text(f"1{first}") == f"1{first}"


def test_table_is_read_by_spreadsheets_as_it_was_written() -> None:
    body = table(edition(facts(), facts(18, topic=None, answer=None)), "vi")
    assert body.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert head[:5] == ["Số", "Điểm cầu", "Nội dung trọng tâm", "Loại", "Nội dung"]
    assert first == [
        *("17", "Chợ Đồn", "Giao thông", "Câu hỏi", "Bao giờ có đường?", "", "", ""),
        *("Chủ tịch", "UBND tỉnh", "Trong năm nay.", "12:17 14/06/2025"),
    ]
    assert (second[2], second[8], second[9]) == ("", "", "")


def test_feed_keeps_the_rules_of_atom() -> None:
    printed = edition(*(facts(number) for number in range(1, 61)))
    root = ElementTree.fromstring(feed(printed, "vi", SERVER))
    assert root.tag == f"{A}feed"
    for name in ("id", "title", "updated"):
        assert len(root.findall(f"{A}{name}")) == 1
    assert root.findtext(f"{A}author/{A}name")
    (own,) = (link for link in root.findall(f"{A}link") if link.get("rel") == "self")
    assert own.get("href") == f"{SERVER}api/v1/public/bac-kan-2025/feed.atom"
    entries = root.findall(f"{A}entry")
    assert len(entries) == 50
    ids = [entry.findtext(f"{A}id") or "" for entry in entries]
    assert len({*ids, root.findtext(f"{A}id")}) == 51
    assert ids[0] == "tag:doithoai.example,2025-06-14:bac-kan-2025/60"
    times = [datetime.fromisoformat(entry.findtext(f"{A}updated") or "") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert root.findtext(f"{A}updated") == times[0].isoformat()
    for entry in entries:
        for name in ("id", "title", "updated", "content"):
            assert len(entry.findall(f"{A}{name}")) == 1
        link = entry.find(f"{A}link[@rel='alternate']")
        assert link is not None
        assert (link.get("href") or "").startswith(f"{SERVER}public/bac-kan-2025/")


def test_feed_without_an_entry_is_a_feed() -> None:
    root = ElementTree.fromstring(feed(edition(), "en", SERVER))
    assert root.findtext(f"{A}updated") == NOON.isoformat()
    assert root.findall(f"{A}entry") == []


def test_page_leads_on_and_back_and_keeps_what_was_looked_for() -> None:
    printed = edition(*(facts(number) for number in range(1, 46)))
    wanted = Wanted("đường & cầu", "cho-don", None)
    (only,) = re.findall(r"<main.*</main>", list_page(printed, "vi", wanted, 1).decode(), re.DOTALL)
    assert "Không tìm thấy" in only
    found = Wanted("duong", "cho-don", None)
    second = list_page(printed, "en", found, 2).decode()
    assert "45 questions, page 2 of 3" in second
    assert 'href="/public/bac-kan-2025?q=duong&amp;site=cho-don&amp;lang=en"' in second
    assert 'href="/public/bac-kan-2025?q=duong&amp;site=cho-don&amp;page=3&amp;lang=en"' in second
    assert second.count("<article") == 20
    assert list_page(printed, "vi", found, 3).decode().count("<article") == 5
    assert list_page(printed, "vi", found, 4).decode().count("<article") == 0


def test_page_says_when_it_is_a_rehearsal_and_when_there_is_nothing() -> None:
    assert "Diễn tập" in list_page(edition(rehearsal=True), "vi", Wanted(), 1).decode()
    empty = list_page(edition(), "vi", Wanted(), 1).decode()
    assert "Diễn tập" not in empty
    assert "Chưa có câu hỏi nào được công khai." in empty
    assert "There is no such page" in missing_page("en").decode()


def test_only_ready_html_is_not_escaped() -> None:
    assert tag("p", "<b>", Markup("<i>"), None) == "<p>&lt;b&gt;<i></p>"
    assert tag("input", value='"<', required=True, disabled=False) == (
        '<input value="&quot;&lt;" required>'
    )
