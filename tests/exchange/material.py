"""A made-up conference's questions as a file is made of them."""

from typing import Any

TEXT = "Đề nghị tỉnh trả lời: bao giờ đường liên xã Đồng Thắng được bê tông hóa?"
SUMMARY = "Sở Xây dựng sẽ khởi công trong quý III."
ASKER = {"name": "Nguyễn Thị Thử", "position": "Chi hội trưởng", "organisation": "Xã Đồng Thắng"}


def question(number: int, text: str = TEXT, **more: Any) -> dict[str, Any]:
    """A question as moderators are shown it, answered."""
    return {
        "number": number,
        "site": "cho-don",
        "topic": "can-bo-nu",
        "kind": "question",
        "state": "answered",
        "text": text,
        "submitted_at": "2025-03-07T18:00:00Z",
        "asker": ASKER | {"phone": "0900 000 001", "may_show_name": True},
        "origins": [{"site": "cho-don", "asker": ASKER}],
        "assignment": {"lead": "chu-tich", "supporting": []},
        "answer": {"official": "chu-tich", "summary": SUMMARY},
        "follow_ups": [],
    } | more


def promise(agency: str = "so-xay-dung", **more: Any) -> dict[str, Any]:
    """A follow-up."""
    return {"id": 1, "agency": agency, "due": "2025-07-01", "state": "open"} | more


def material(*questions: dict[str, Any]) -> dict[str, Any]:
    """What was gathered."""
    return {
        "conference": {
            "slug": "bac-kan-2025",
            "title": "Hội nghị đối thoại với phụ nữ tỉnh",
            "timezone": "Asia/Ho_Chi_Minh",
            "starts_at": "2025-03-08T01:00:00Z",
        },
        "names": {
            "site": {"cho-don": "Huyện Chợ Đồn", "na-ri": "Huyện Na Rì"},
            "topic": {"can-bo-nu": "Công tác cán bộ nữ", "khoi-nghiep": "Phụ nữ khởi nghiệp"},
            "agency": {"so-xay-dung": "Sở Xây dựng", "so-y-te": "Sở Y tế"},
            "official": {"chu-tich": "Chủ tịch UBND tỉnh"},
        },
        "agency_of": {"chu-tich": "so-y-te"},
        "chair_title": "Bí thư Tỉnh ủy",
        "questions": list(questions),
    }
