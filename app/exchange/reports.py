"""What papers say: the summary report, the conclusions, what an agency owes. In Vietnamese."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from app.domain.followups import CLOSED
from app.exchange.material import (
    Material,
    Question,
    as_day,
    in_figures,
    promises,
    summary,
    writable,
)
from app.exchange.paper import Block, Content, Entry, Figures, Heading, Text
from app.exchange.rows import owing
from app.exchange.words import FOLLOW_UPS, KINDS, STATES, told

By = Literal["topic", "site", "agency"]

_GROUPS: dict[By, tuple[str, str]] = {
    "topic": ("Nội dung trọng tâm", "Ngoài các nội dung trọng tâm"),
    "site": ("Điểm cầu", ""),
    "agency": ("Cơ quan", "Chưa giao cơ quan"),
}
"""What is grouped by → the heading of its column, and what those in no group are called."""

Grouped = list[tuple[str, list[Question]]]


def report(material: Material, by: By) -> Content:
    """Return the summary report: figures, then every question in its group."""
    groups = _grouped(material, by)
    blocks: list[Block] = [
        Text(text=_opening(material)),
        Heading(text="I. SỐ LIỆU TỔNG HỢP"),
        _figures(groups, _GROUPS[by][0]),
        Heading(text="II. NỘI DUNG CÂU HỎI, Ý KIẾN VÀ TRẢ LỜI"),
    ]
    for place, (name, questions) in enumerate(groups, start=1):
        blocks.append(Heading(text=f"{place}. {name}"))
        blocks += [_entry(material, question) for question in questions]
    subject = f"Tổng hợp câu hỏi, ý kiến, kiến nghị tại {_title(material)}"
    return Content("report", "BÁO CÁO", subject, blocks)


def conclusions(material: Material) -> Content:
    """Return the conclusions: what was answered, then what each agency was given to do."""
    answered = [question for question in material.questions if summary(question)]
    blocks: list[Block] = [Text(text=_opening(material))]
    blocks.append(Heading(text="I. NỘI DUNG ĐÃ TRẢ LỜI VÀ KẾT LUẬN"))
    for name, questions in _grouped(material, "topic", answered):
        blocks.append(Text(text=f"{name}:"))
        blocks += [
            Entry(head=_head(material, one), lines=[("", summary(one))]) for one in questions
        ]
    blocks.append(Heading(text="II. GIAO CÁC CƠ QUAN GIẢI QUYẾT"))
    agencies = [slug for slug in material.names["agency"] if owing(material, slug)]
    for place, agency in enumerate(agencies, start=1):
        blocks.append(Heading(text=f"{place}. {material.name('agency', agency)}"))
        blocks.append(_duties(material, agency))
    if not agencies:
        blocks.append(Text(text="Không có nội dung giao cơ quan giải quyết sau hội nghị."))
    return Content("conclusions", "THÔNG BÁO", f"Kết luận tại {_title(material)}", blocks)


def agency_list(material: Material, agency: str) -> Content:
    """Return what an agency owes: open follow-ups first."""
    owed = owing(material, agency)
    still_open = sum(promise["state"] not in CLOSED for _, promise in owed)
    blocks: list[Block] = [
        Text(
            text=f"{material.name('agency', agency)} được giao {len(owed)} nội dung, "
            f"trong đó {still_open} nội dung chưa giải quyết xong."
        )
    ]
    if owed:
        blocks.append(_duties(material, agency))
    blocks += [_entry(material, question) for question in _once(question for question, _ in owed)]
    name = material.name("agency", agency)
    subject = f"Nội dung giao {name} giải quyết sau {_title(material)}"
    return Content("agency", "DANH MỤC", subject, blocks)


def _title(material: Material) -> str:
    return writable(str(material.conference["title"]))


def _opening(material: Material) -> str:
    starts_at = material.conference["starts_at"]
    when = f"Ngày {in_figures(material.day(starts_at))}, " if starts_at else ""
    begun = "đã" if when else "Đã"
    count = len(material.questions)
    return f"{when}{begun} diễn ra {_title(material)}, với {count} câu hỏi, ý kiến, kiến nghị."


def _once(questions: Iterable[Question]) -> Iterator[Question]:
    """Give each question once."""
    known: set[int] = set()
    for question in questions:
        if question["number"] not in known:
            known.add(question["number"])
            yield question


def _grouped(material: Material, by: By, questions: list[Question] | None = None) -> Grouped:
    """Return the questions of each topic, site or agency, in the order these have."""
    slug_of: Callable[[Question], str | None] = (
        material.agency_for if by == "agency" else lambda question: question[by]
    )
    found: dict[str | None, list[Question]] = {slug: [] for slug in material.names[by]}
    for question in material.questions if questions is None else questions:
        found.setdefault(slug_of(question), []).append(question)
    return [
        (_GROUPS[by][1] if slug is None else material.name(by, slug), members)
        for slug, members in found.items()
        if members
    ]


def _figures(groups: Grouped, heading: str) -> Figures:
    rows = [[name, *_counts(questions)] for name, questions in groups]
    everything = [question for _, questions in groups for question in questions]
    return Figures(
        heads=[heading, "Tổng số", "Đã trả lời", "Trả lời bằng văn bản", "Chưa trả lời", "Khác"],
        widths=[5, 1.3, 1.3, 1.6, 1.3, 1.1],
        centred=[False, True, True, True, True, True],
        rows=[*rows, ["Tổng cộng", *_counts(everything)]],
    )


def _counts(questions: list[Question]) -> list[str]:
    states = Counter(question["state"] for question in questions)
    waiting = sum(states[state] for state in ("submitted", "approved", "queued", "answering"))
    answered, deferred = states["answered"], states["deferred"]
    others = len(questions) - answered - deferred - waiting
    return [str(count) for count in (len(questions), answered, deferred, waiting, others)]


def _head(material: Material, question: Question) -> str:
    sites = dict.fromkeys(origin["site"] for origin in question["origins"])
    where = ", ".join(material.name("site", slug) for slug in sites)
    return f"{told(KINDS, question['kind'], 'vi')} số {question['number']} – {where}"


def _entry(material: Material, question: Question) -> Entry:
    lines = [
        ("", writable(question["text"])),
        ("Người hỏi", "; ".join(_askers(question))),
        ("Tình trạng", told(STATES, question["state"], "vi")),
        ("Người trả lời", _answering(material, question)),
        ("Tóm tắt trả lời", summary(question)),
        ("Giao giải quyết", "; ".join(_promised(material, one) for one in promises(question))),
    ]
    return Entry(head=_head(material, question), lines=[line for line in lines if line[1]])


def _askers(question: Question) -> Iterator[str]:
    """Give everybody who asked, as far as the caller is shown them; never a phone."""
    for origin in question["origins"]:
        if origin["asker"] is not None:
            parts = (origin["asker"][part] for part in ("name", "position", "organisation"))
            yield writable(", ".join(part for part in parts if part))


def _answering(material: Material, question: Question) -> str:
    slug = (question["answer"] or {}).get("official") or (question["assignment"] or {}).get("lead")
    return material.name("official", slug)


def _promised(material: Material, promise: dict[str, str]) -> str:
    state = told(FOLLOW_UPS, promise["state"], "vi").lower()
    due = in_figures(as_day(promise["due"]))
    return f"{material.name('agency', promise['agency'])}, hạn {due} ({state})"


def _duties(material: Material, agency: str) -> Figures:
    rows = [
        [
            str(question["number"]),
            writable(question["text"]),
            in_figures(as_day(promise["due"])),
            told(FOLLOW_UPS, promise["state"], "vi"),
        ]
        for question, promise in owing(material, agency)
    ]
    return Figures(
        heads=["Câu số", "Nội dung", "Hạn", "Tình trạng"],
        widths=[1, 6, 1.8, 1.9],
        centred=[True, False, True, True],
        rows=rows,
    )
