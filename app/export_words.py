"""The words of tables and papers: why a file is not made. No logic."""

from app.sign_in_words import Words

EXPORT_PROBLEMS: dict[str, Words] = {
    "too_many_rows": Words(
        422,
        ("Quá nhiều câu hỏi", "Một tệp chứa nhiều nhất {limit} câu hỏi; hãy lọc bớt."),
        ("Too many questions", "A file holds at most {limit} questions; filter them."),
    ),
    "exports_busy": Words(
        503,
        ("Đang lập báo cáo khác", "Hãy thử lại sau {seconds} giây."),
        ("Other files are being made", "Try again in {seconds} seconds."),
    ),
}
