// Words with which a promise is recorded, in Vietnamese.

export default {
  title: "Câu {number}: ghi lời hứa",
  agency: "Cơ quan thực hiện",
  choose: "Chọn cơ quan",
  text: "Nội dung đã hứa",
  due: "Trả lời trước ngày",
  due_hint: "Thông thường 10 ngày làm việc: {date}",
  record: "Ghi lại",
  done: "Đã ghi lời hứa ở câu {number}, hạn {date}.",
};
