// The words with which the desk makes questions public, in Vietnamese.

export default {
  title: "Trang công khai",
  is_public: "Đang công khai",
  not_public: "Chưa công khai.",
  since: "Công khai lúc {time}",
  closed: "Hội nghị chưa công khai: chưa ai ngoài hội nghị đọc được (Thiết lập › Hội nghị).",
  publish: "Công khai",
  mend: "Sửa nội dung công khai",
  unpublish: "Gỡ công khai",
  title_publish: "Công khai câu {number}",
  named: "Ghi tên người hỏi: {name} (đã đồng ý).",
  unnamed: "Không ghi tên người hỏi.",
  summary_now: "Tóm tắt hiện nay",
  answer: "Câu trả lời được công khai",
  answer_hint: "Mọi người đều đọc được, không cần đăng nhập. Không ghi số điện thoại hay chuyện riêng.",
  done_publish: "Đã công khai câu {number}",
  done_unpublish: "Đã gỡ công khai câu {number}",
};
