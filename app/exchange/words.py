"""The words of tables and papers that leave the house: headings in two languages, states, kinds."""

from typing import Literal

Language = Literal["vi", "en"]

HEADINGS: dict[str, tuple[str, str]] = {
    "number": ("Số", "Number"),
    "site": ("Điểm cầu", "Site"),
    "text": ("Nội dung câu hỏi", "Question"),
    "topic": ("Nội dung trọng tâm", "Topic"),
    "kind": ("Loại", "Kind"),
    "name": ("Họ tên người hỏi", "Name"),
    "position": ("Chức vụ", "Position"),
    "organisation": ("Đơn vị", "Organisation"),
    "phone": ("Điện thoại", "Phone"),
    "may_show_name": ("Đồng ý nêu tên", "May show name"),
    "date": ("Ngày gửi", "Handed in on"),
    "state": ("Trạng thái", "State"),
    "official": ("Đại biểu giải đáp", "Official"),
    "answer": ("Tóm tắt trả lời", "Answer"),
    "agency": ("Cơ quan giải quyết", "Agency"),
    "due": ("Hạn giải quyết", "Due"),
    "follow_up_state": ("Tình trạng giải quyết", "Follow-up"),
    "document_number": ("Số văn bản", "Document number"),
}
"""Column → its heading in Vietnamese and English: those an import knows, and what came after."""

SHEETS: dict[str, tuple[str, str]] = {
    "questions": ("Câu hỏi", "Questions"),
    "agency": ("Việc được giao", "Follow-ups"),
}

KINDS = {
    "question": ("Câu hỏi", "Question"),
    "opinion": ("Ý kiến", "Opinion"),
    "petition": ("Kiến nghị", "Petition"),
    "proposal": ("Đề xuất", "Proposal"),
}
STATES = {
    "submitted": ("Mới gửi", "Submitted"),
    "returned": ("Trả lại điểm cầu", "Returned"),
    "approved": ("Đã duyệt", "Approved"),
    "queued": ("Đang chờ", "Queued"),
    "answering": ("Đang trả lời", "Being answered"),
    "answered": ("Đã trả lời", "Answered"),
    "deferred": ("Trả lời bằng văn bản", "To be answered in writing"),
    "rejected": ("Không tiếp nhận", "Rejected"),
    "merged": ("Đã gộp", "Merged"),
    "withdrawn": ("Đã rút", "Withdrawn"),
}
FOLLOW_UPS = {
    "open": ("Chưa giải quyết", "Open"),
    "in_progress": ("Đang giải quyết", "In progress"),
    "resolved": ("Đã giải quyết", "Resolved"),
    "explained": ("Đã giải trình", "Explained"),
    "forwarded": ("Đã chuyển", "Forwarded"),
}
YES_NO = (("có", "yes"), ("không", "no"))


def told(words: dict[str, tuple[str, str]], name: str, language: Language) -> str:
    """Return the word for a name; a name without one as it is."""
    return words.get(name, (name, name))[language == "en"]
