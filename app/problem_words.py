"""The words of every refusal, in Vietnamese and English. No logic: `app.errors` fills them in."""

from app.export_words import EXPORT_PROBLEMS
from app.import_words import IMPORT_PROBLEMS
from app.request_words import REQUEST_PROBLEMS
from app.sign_in_words import SIGN_IN, Words

PROBLEMS: dict[str, Words] = {
    **SIGN_IN,
    **REQUEST_PROBLEMS,
    **IMPORT_PROBLEMS,
    **EXPORT_PROBLEMS,
    "missing_permission": Words(
        403,
        ("Không có quyền", "Tài khoản này không có quyền “{permission}”."),
        ("Not allowed", "This account lacks the permission “{permission}”."),
    ),
    "foreign_origin": Words(
        403,
        ("Nguồn không được phép", "Trang gửi yêu cầu này không thuộc máy chủ."),
        ("Foreign origin", "The page that sent this request is not of this server."),
    ),
    "not_found": Words(
        404,
        ("Không tìm thấy", "Không có {what} “{name}”."),
        ("Not found", "There is no {what} “{name}”."),
    ),
    "no_such_address": Words(
        404,
        ("Không có địa chỉ này", "Máy chủ không có địa chỉ này."),
        ("No such address", "The server has no such address."),
    ),
    "method_not_allowed": Words(
        405,
        ("Sai phương thức", "Địa chỉ này không nhận phương thức đó."),
        ("Method not allowed", "This address does not take that method."),
    ),
    "four_eyes": Words(
        409,
        (
            "Cần người thứ hai duyệt",
            "Hội nghị theo nguyên tắc “bốn mắt”: người sửa văn bản câu hỏi sau cùng không tự duyệt "
            "câu đó. Hãy nhờ người khác duyệt.",
        ),
        (
            "A second person approves",
            "This conference keeps to four eyes: who last changed the text of a question does not "
            "approve it. Let somebody else do it.",
        ),
    ),
    "illegal_transition": Words(
        409,
        ("Không làm được lúc này", "Câu hỏi đang ở trạng thái “{state}”, không thể {command}."),
        ("Not possible now", "The question is {state}; the command “{command}” is not possible."),
    ),
    "question_ended": Words(
        409,
        ("Câu hỏi đã kết thúc", "Câu hỏi đang ở trạng thái “{state}”, không thay đổi được nữa."),
        ("Question ended", "The question is {state} and cannot be changed any more."),
    ),
    "floor_taken": Words(
        409,
        ("Đang trả lời câu khác", "Câu số {current} đang được trả lời."),
        ("Floor taken", "Question {current} is being answered."),
    ),
    "stale_floor": Words(
        409,
        ("Màn hình đã cũ", "Diễn biến đã thay đổi; đây là câu đang trả lời và câu kế tiếp."),
        ("Stale floor", "The floor has moved on; `floor` says how it stands."),
    ),
    "nothing_to_undo": Words(
        409,
        ("Không có gì để hoàn tác", "Không còn bước điều hành nào hoàn tác được."),
        ("Nothing to undo", "There is no step at the floor that can be taken back."),
    ),
    "stale_queue": Words(
        409,
        ("Hàng đợi đã thay đổi", "Hàng đợi đã sang phiên bản {version}; hãy xem lại."),
        ("Stale queue", "The queue is at version {version} now; look again."),
    ),
    "not_queued": Words(
        409,
        ("Không ở trong hàng đợi", "Câu số {number} không ở trong hàng đợi."),
        ("Not queued", "Question {number} is not in the queue."),
    ),
    "cannot_lead": Words(
        409,
        ("Không gộp vào được", "Câu số {number} đang “{state}”, không gộp câu khác vào được."),
        ("Cannot take others in", "Question {number} is {state} and cannot take others in."),
    ),
    "leads_others": Words(
        409,
        ("Câu hỏi đại diện cho câu khác", "Đã có câu khác gộp vào câu này: {merged}."),
        ("Stands for others", "Other questions were merged into this one: {merged}."),
    ),
    "not_answered": Words(
        409,
        ("Chưa được trả lời", "Câu hỏi chưa có lượt trả lời nào."),
        ("Not answered", "The question has had no turn yet."),
    ),
    "not_assigned": Words(
        409,
        ("Chưa được phân công", "Câu hỏi chưa được phân công cho người này."),
        ("Not assigned", "The question is not assigned so."),
    ),
    "not_prepared": Words(
        409,
        ("Chưa có dự thảo trả lời", "Chưa cơ quan nào dự thảo trả lời câu hỏi này."),
        ("Nothing prepared", "Nobody has drafted an answer to this question."),
    ),
    "not_publishable": Words(
        409,
        ("Chưa công khai được", "Câu hỏi đang “{state}”, chưa có trả lời để công khai."),
        ("Cannot be published", "The question is {state}: there is no answer to publish yet."),
    ),
    "not_published": Words(
        409,
        ("Chưa công khai", "Câu hỏi này không ở trang công khai."),
        ("Not public", "This question is not public."),
    ),
    "not_asked": Words(
        409,
        ("Chưa giao chuẩn bị", "Câu hỏi này chưa giao cơ quan nào chuẩn bị trả lời."),
        ("Nobody asked", "No agency is asked to prepare an answer to this question."),
    ),
    "illegal_preparation": Words(
        409,
        ("Không làm được lúc này", "Dự thảo trả lời đang “{state}”, không thể {step}."),
        ("Not possible now", "The prepared answer is {state}; “{step}” is not possible."),
    ),
    "illegal_follow_up": Words(
        409,
        (
            "Không làm được lúc này",
            "Việc theo dõi đang “{state}”, không chuyển sang “{step}” được.",
        ),
        ("Not possible now", "The follow-up is {state}; it cannot become {step}."),
    ),
    "too_many_attachments": Words(
        409,
        ("Đủ tệp đính kèm", "Mỗi câu hỏi chỉ kèm được {limit} tệp."),
        ("Attachments full", "A question has at most {limit} attachments."),
    ),
    "too_many_webhooks": Words(
        409,
        ("Đủ webhook", "Mỗi hội nghị chỉ có được {limit} webhook."),
        ("Webhooks full", "A conference has at most {limit} webhooks."),
    ),
    "illegal_phase": Words(
        409,
        ("Không chuyển giai đoạn được", "Không chuyển từ “{phase}” sang “{to}” được."),
        ("Phase not possible", "The conference cannot go from {phase} to {to}."),
    ),
    "not_closed": Words(
        409,
        (
            "Hội nghị chưa bế mạc",
            "Hội nghị đang ở giai đoạn “{phase}”, chưa thể ẩn danh người hỏi.",
        ),
        (
            "Not closed yet",
            "The conference is {phase}: those who asked are not made anonymous yet.",
        ),
    ),
    "conference_archived": Words(
        409,
        ("Hội nghị đã lưu trữ", "Hội nghị đã lưu trữ, chỉ xem được."),
        ("Conference archived", "The conference is archived and can only be read."),
    ),
    "name_taken": Words(
        409,
        ("Tên đã có", "“{value}” đã được dùng."),
        ("Name taken", "“{value}” is taken."),
    ),
    "still_in_use": Words(
        409,
        ("Đang được dùng", "Không xoá được vì đang được dùng ({by})."),
        ("Still in use", "It cannot be removed: it is in use ({by})."),
    ),
    "request_in_flight": Words(
        409,
        ("Đang xử lý", "Yêu cầu cùng Idempotency-Key đang được xử lý."),
        ("In flight", "A request with this Idempotency-Key is being handled."),
    ),
    "stale_version": Words(
        412,
        ("Đã có người sửa", "Bản hiện tại là {version}; hãy đọc lại rồi sửa."),
        ("Changed meanwhile", "The version is {version} now; read it again, then change it."),
    ),
    "too_large": Words(
        413,
        ("Quá lớn", "Nội dung gửi lên vượt quá giới hạn."),
        ("Too large", "The body is over the limit."),
    ),
    "unsupported_media_type": Words(
        415,
        ("Sai kiểu nội dung", "Hãy gửi Content-Type: application/json."),
        ("Unsupported media type", "Send Content-Type: application/json."),
    ),
    "unsupported_attachment": Words(
        415,
        ("Sai loại tệp", "Chỉ nhận ảnh JPEG, PNG và tài liệu PDF, gửi bằng multipart/form-data."),
        ("Unsupported file", "Only JPEG, PNG and PDF are taken, sent as multipart/form-data."),
    ),
    "invalid_request": Words(
        422,
        ("Dữ liệu không hợp lệ", "Cần sửa: {told}."),
        ("Invalid input", "To correct: {told}."),
    ),
    "unknown_reference": Words(
        422,
        ("Không có trong hội nghị", "Hội nghị không có “{value}” ({field})."),
        ("Unknown reference", "The conference has no “{value}” ({field})."),
    ),
    "too_many_requests": Words(
        429,
        ("Quá nhiều lần", "Hãy chờ {seconds} giây rồi thử lại."),
        ("Too many requests", "Wait {seconds} seconds, then try again."),
    ),
    "internal_error": Words(
        500,
        ("Lỗi máy chủ", "Máy chủ gặp lỗi; không có gì được lưu."),
        ("Server error", "The server failed; nothing was stored."),
    ),
    "unavailable": Words(
        503,
        ("Tạm thời chưa phục vụ được", "Hãy thử lại sau ít giây."),
        ("Unavailable", "Try again in a few seconds."),
    ),
}
