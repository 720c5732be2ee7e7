"""The words of imports: why a file is not taken, what is wrong with a cell. No logic."""

from app.sign_in_words import Words

IMPORT_PROBLEMS: dict[str, Words] = {
    "import_not_ready": Words(
        409,
        ("Chưa nhập được", "Tệp đang ở trạng thái “{state}”; chỉ nhập được khi đã đọc xong."),
        ("Not ready", "The file is {state}; it can be applied once it has been read."),
    ),
    "import_already_applied": Words(
        409,
        ("Đã nhập", "Các dòng đã thành câu hỏi nên lượt nhập này được giữ lại."),
        ("Already applied", "Its rows are questions by now, so the import stays."),
    ),
    "import_interrupted": Words(
        409,
        ("Việc đọc tệp bị ngắt", "Máy chủ khởi động lại khi đang đọc; hãy gửi lại tệp."),
        ("Interrupted", "The server restarted while reading; send the file again."),
    ),
    "import_too_large": Words(
        413,
        ("Tệp quá lớn", "Tệp lớn hơn {limit} byte; hãy chia nhỏ."),
        ("File too large", "The file has more than {limit} bytes; split it."),
    ),
    "import_unpacks_too_large": Words(
        413,
        ("Tệp giải nén quá lớn", "Nội dung giải nén vượt quá {limit} byte."),
        ("Unpacks too large", "Unpacked it has more than {limit} bytes."),
    ),
    "import_too_tightly_packed": Words(
        413,
        ("Tệp nén bất thường", "Có phần nén quá {limit} lần; đó không phải bảng câu hỏi."),
        ("Packed too tightly", "A part is packed more than {limit} times: no sheet of questions."),
    ),
    "import_too_many_parts": Words(
        413,
        ("Tệp có quá nhiều phần", "Tệp nén có hơn {limit} phần."),
        ("Too many parts", "The workbook has more than {limit} parts."),
    ),
    "import_too_many_rows": Words(
        413,
        ("Quá nhiều dòng", "Bảng có hơn {limit} dòng; hãy chia nhỏ."),
        ("Too many rows", "The sheet has more than {limit} rows; split it."),
    ),
    "import_too_many_columns": Words(
        413,
        ("Quá nhiều cột", "Bảng có hơn {limit} cột."),
        ("Too many columns", "The sheet has more than {limit} columns."),
    ),
    "import_not_a_sheet": Words(
        415,
        ("Không phải bảng", "Chỉ nhận tệp XLSX và CSV (tệp .xls cũ: hãy lưu lại dạng .xlsx)."),
        ("Not a sheet", "Only XLSX and CSV are taken, sent as multipart/form-data."),
    ),
    "import_encrypted": Words(
        415,
        ("Tệp có mật khẩu", "Hãy bỏ mật khẩu của tệp rồi gửi lại."),
        ("Encrypted", "Take the file's password off, then send it again."),
    ),
    "import_has_macros": Words(
        415,
        ("Tệp có macro", "Hãy lưu lại dạng .xlsx không có macro."),
        ("Has macros", "Save it as an .xlsx without macros."),
    ),
    "import_has_external_links": Words(
        415,
        ("Tệp liên kết ra ngoài", "Hãy bỏ liên kết tới tệp khác (dán giá trị) rồi gửi lại."),
        ("Linked to other files", "Break the links to other files (paste values), then try again."),
    ),
    "import_binary": Words(
        415,
        ("Không phải văn bản", "Tệp có byte NUL nên không phải CSV."),
        ("Not text", "The file holds NUL bytes, so it is no CSV."),
    ),
    "import_unreadable_text": Words(
        415,
        ("Bảng mã lạ", "Hãy lưu CSV dạng UTF-8, UTF-16 hoặc Windows-1258."),
        ("Unknown encoding", "Save the CSV as UTF-8, UTF-16 or Windows-1258."),
    ),
    "import_unreadable": Words(
        422,
        ("Không đọc được tệp", "Tệp hỏng hoặc quá phức tạp; hãy mở, lưu lại rồi gửi lại."),
        ("Unreadable file", "The file is broken or too complex; open it, save it, try again."),
    ),
    "import_empty": Words(
        422,
        ("Bảng trống", "Bảng không có dòng câu hỏi nào."),
        ("Empty sheet", "There is no row with a question."),
    ),
    "import_missing_columns": Words(
        422,
        ("Thiếu cột", "Bảng phải có các cột: {columns}."),
        ("Columns missing", "The sheet needs the columns: {columns}."),
    ),
    "import_rows_with_errors": Words(
        422,
        ("Có dòng lỗi", "Các dòng {rows} còn lỗi; chưa dòng nào được nhập."),
        ("Rows with errors", "The rows {rows} have errors; none was taken in."),
    ),
}

CELLS: dict[str, tuple[str, str]] = {
    "missing": ("phải có", "is required"),
    "string_too_long": (
        "dài {length} ký tự, tối đa {max_length}",
        "has {length} characters, {max_length} at most",
    ),
    "unwritable": (
        "có ký tự không ghi được: {character}",
        "holds a character that cannot be kept: {character}",
    ),
    "unknown_site": (
        "hội nghị không có điểm cầu “{value}”",
        "the conference has no site “{value}”",
    ),
    "not_own_site": ("“{value}” không phải điểm cầu của mình", "“{value}” is not your own site"),
    "unknown_topic": (
        "hội nghị không có nội dung “{value}”",
        "the conference has no topic “{value}”",
    ),
    "unknown_kind": (
        "“{value}” không phải câu hỏi, ý kiến, kiến nghị hay đề xuất",
        "“{value}” is no question, opinion, petition or proposal",
    ),
    "bad_phone": ("“{value}” không phải số điện thoại", "“{value}” is no phone number"),
    "not_yes_or_no": ("ghi có hoặc không, không phải “{value}”", "say yes or no, not “{value}”"),
    "not_a_day": ("“{value}” không phải ngày/tháng/năm", "“{value}” is not day/month/year"),
    "day_out_of_range": (
        "ngày {value} chưa tới hoặc quá xa",
        "{value} has not come yet, or is too long ago",
    ),
    "broken_formula": ("công thức báo lỗi {value}", "the formula ends in {value}"),
    "leading_zero": ("thêm số 0 ở đầu: {from} thành {to}", "leading zero added: {from} to {to}"),
}
"""What is wrong with a cell of a sheet, or was set right in it."""
