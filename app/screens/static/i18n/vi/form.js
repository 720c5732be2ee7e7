// The words of forms, in Vietnamese.

export default {
  optional: "(không bắt buộc)",
  choose: "— Hãy chọn —",
  none: "— Không có —",
  yes: "có",
  no: "không",
  cancel: "Bỏ qua",
  see_password: "Hiện",
  required: "Mục này cần được điền.",
  correct: "Hãy sửa các mục được đánh dấu rồi gửi lại.",
  too_long: "Dài quá {max} ký tự.",
  bad_slug: "Chỉ dùng chữ thường không dấu và số, có dấu gạch nối ở giữa.",
  bad_username: "Chỉ dùng chữ thường không dấu và số, có thể có . _ - ở giữa.",
  bad_count: "Cần là số nguyên từ {min} đến {max}.",
  bad_clock: "Hãy viết giờ:phút, ví dụ 08:30.",
  bad_moment: "Hãy viết ngày/tháng/năm giờ:phút, ví dụ 05/03/2025 08:00.",
  short_password: "Mật khẩu cần ít nhất 10 ký tự.",
  changed_meanwhile:
    "Người khác vừa sửa mục này trong lúc bạn đang điền. Bản hiện tại ghi dưới từng ô khác nhau; hãy xem lại rồi lưu lần nữa.",
  stands_now: "Bản hiện tại:",
  take_this: "Dùng bản này",
};
