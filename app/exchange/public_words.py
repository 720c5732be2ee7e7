"""The words of the public pages, in both languages, and what names and times look like there."""

from datetime import datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from app.domain.publishing import Edition
from app.domain.renderings import Shown

Language = Literal["vi", "en"]

WORDS: Final[dict[Language, dict[str, str]]] = {
    "vi": {
        "heading": "Câu hỏi và trả lời",
        "skip": "Đến phần câu hỏi",
        "other_language": "English",
        "rehearsal": "Diễn tập: nội dung dưới đây không có thật.",
        "search": "Tìm trong câu hỏi và trả lời",
        "topic": "Nội dung",
        "site": "Điểm cầu",
        "any_topic": "Tất cả nội dung",
        "any_site": "Tất cả điểm cầu",
        "find": "Tìm",
        "all": "Xem tất cả",
        "none": "Chưa có câu hỏi nào được công khai.",
        "none_found": "Không tìm thấy câu hỏi nào.",
        "count_one": "1 câu hỏi",
        "count": "{count} câu hỏi",
        "count_page": "{count} câu hỏi, trang {page}/{pages}",
        "number": "Câu {number}",
        "asker": "Người hỏi",
        "official": "Trả lời",
        "answer": "Nội dung trả lời",
        "published_at": "Công khai lúc",
        "pages": "Các trang",
        "previous": "Trang trước",
        "next": "Trang sau",
        "feed": "Theo dõi (Atom)",
        "csv": "Tải về (CSV)",
        "missing": "Không có trang này",
        "missing_why": "Hội nghị hoặc câu hỏi này không được công khai.",
        "csv_number": "Số",
        "csv_kind": "Loại",
        "csv_text": "Nội dung",
        "csv_asker_position": "Chức vụ người hỏi",
        "csv_asker_organisation": "Đơn vị người hỏi",
        "csv_official": "Người trả lời",
        "csv_official_position": "Chức vụ người trả lời",
        "csv_topic": "Nội dung trọng tâm",
        "question": "Câu hỏi",
        "opinion": "Ý kiến",
        "petition": "Kiến nghị",
        "proposal": "Đề xuất",
    },
    "en": {
        "heading": "Questions and answers",
        "skip": "To the questions",
        "other_language": "Tiếng Việt",
        "rehearsal": "A rehearsal: what follows is made up.",
        "search": "Search questions and answers",
        "topic": "Topic",
        "site": "Site",
        "any_topic": "All topics",
        "any_site": "All sites",
        "find": "Search",
        "all": "Show all",
        "none": "No question has been published yet.",
        "none_found": "No question was found.",
        "count_one": "1 question",
        "count": "{count} questions",
        "count_page": "{count} questions, page {page} of {pages}",
        "number": "Question {number}",
        "asker": "Asked by",
        "official": "Answered by",
        "answer": "Answer",
        "published_at": "Published",
        "pages": "Pages",
        "previous": "Previous page",
        "next": "Next page",
        "feed": "Follow (Atom)",
        "csv": "Download (CSV)",
        "missing": "There is no such page",
        "missing_why": "This conference or question is not public.",
        "csv_number": "Number",
        "csv_kind": "Kind",
        "csv_text": "Text",
        "csv_asker_position": "Asker's position",
        "csv_asker_organisation": "Asker's organisation",
        "csv_official": "Answered by",
        "csv_official_position": "Position of who answered",
        "csv_topic": "Topic",
        "question": "Question",
        "opinion": "Opinion",
        "petition": "Petition",
        "proposal": "Proposal",
    },
}


class Names:
    """What the slugs of an edition stand for, and its times in the conference's zone."""

    def __init__(self, edition: Edition, language: Language) -> None:
        self._edition = edition
        self._words = WORDS[language]

    def say(self, word: str, **values: Any) -> str:
        """Return a word, filled in."""
        return self._words[word].format(**values)

    def site(self, question: Shown) -> str:
        """Return where the question was asked."""
        return self._edition.sites.get(question["site"], "")

    def topic(self, question: Shown) -> str:
        """Return the topic's short name; empty without one."""
        return self._edition.topics.get(question["topic"], "")

    def official(self, question: Shown) -> tuple[str, str]:
        """Return the name and the position of who answered; empty where not known."""
        person = self._edition.officials.get(question["official"])
        return ("", "") if person is None else (person.name, person.position or "")

    def time(self, at: datetime) -> str:
        """Return a time as people here write it."""
        return f"{at.astimezone(ZoneInfo(self._edition.timezone)):%H:%M %d/%m/%Y}"
