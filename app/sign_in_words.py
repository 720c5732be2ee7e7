"""The words of refusals at the door: to people, and to screens that sign in by a code."""

from typing import NamedTuple


class Words(NamedTuple):
    """A problem's HTTP status, and its title and detail in both languages."""

    status: int
    vi: tuple[str, str]
    en: tuple[str, str]


SIGN_IN: dict[str, Words] = {
    "device_pending": Words(
        400,
        ("Chưa được duyệt", "Mã trên màn hình này chưa được duyệt; hãy hỏi lại sau."),
        ("Not approved yet", "The code on this screen has not been approved; ask again later."),
    ),
    "device_slow_down": Words(
        400,
        ("Hỏi quá nhanh", "Hãy hỏi thưa hơn, theo `interval` đã nhận."),
        ("Too fast", "Ask less often: as `interval` says."),
    ),
    "device_expired": Words(
        400,
        ("Mã đã hết hạn", "Mã này không dùng được nữa; hãy lấy mã mới."),
        ("Code expired", "The code is worth nothing any more; get a new one."),
    ),
    "device_denied": Words(
        400,
        ("Bị từ chối", "Màn hình này không được cho vào."),
        ("Denied", "This screen was not let in."),
    ),
    "not_signed_in": Words(
        401,
        ("Chưa đăng nhập", "Hãy đăng nhập rồi thử lại."),
        ("Not signed in", "Sign in, then try again."),
    ),
    "bad_credentials": Words(
        401,
        ("Sai tên hoặc mật khẩu", "Tên đăng nhập hoặc mật khẩu không đúng."),
        ("Wrong name or password", "The user name or the password is wrong."),
    ),
    "bad_invitation": Words(
        401,
        (
            "Lời mời không dùng được",
            "Lời mời không có, đã dùng hoặc hết hạn; hãy xin lời mời mới.",
        ),
        ("Worthless invitation", "There is no such invitation, or it was used or has expired."),
    ),
}
