"""The words of refusals that are about the form of a request, in Vietnamese and English."""

from app.sign_in_words import Words

REQUEST_PROBLEMS: dict[str, Words] = {
    "malformed_request": Words(
        400,
        ("Yêu cầu không đọc được", "Nội dung gửi lên không phải là JSON hoặc biểu mẫu hợp lệ."),
        ("Unreadable request", "The body is not valid JSON, or not a valid form."),
    ),
    "idempotency_key_required": Words(
        400,
        ("Thiếu Idempotency-Key", "Hãy gửi tiêu đề Idempotency-Key (1–255 ký tự ASCII)."),
        ("Idempotency-Key missing", "Send the header Idempotency-Key (1–255 ASCII characters)."),
    ),
    "bad_cursor": Words(
        400,
        ("Con trỏ trang không hợp lệ", "Hãy dùng nguyên giá trị next_cursor đã nhận."),
        ("Bad cursor", "Use next_cursor exactly as it was received."),
    ),
    "idempotency_key_reused": Words(
        422,
        ("Idempotency-Key đã dùng", "Khoá này đã được dùng cho một yêu cầu khác."),
        ("Idempotency-Key reused", "The key was used for another request."),
    ),
    "precondition_required": Words(
        428,
        ("Thiếu If-Match", "Hãy gửi If-Match với ETag của bản đã đọc."),
        ("If-Match missing", "Send If-Match with the ETag of what you have read."),
    ),
}
