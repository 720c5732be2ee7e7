// The words of the page on which an invitation is accepted, in Vietnamese.

export default {
  invited: "Lời mời tham gia hội nghị",
  for_whom: "Kính mời",
  as_what: "Vai trò",
  where: "Hội nghị",
  until: "Hạn dùng",
  choose: "Đặt tên đăng nhập và mật khẩu để dùng từ nay về sau.",
  see_password: "Hiện mật khẩu",
  accept: "Nhận lời mời",
  accepting: "Đang tạo tài khoản…",
  ended_title: "Lời mời này không dùng được nữa",
  ended: "Liên kết có thể đã được dùng, đã hết hạn hoặc đã bị thu hồi.",
  ended_used: "Nếu bạn đã đặt mật khẩu bằng liên kết này, hãy đăng nhập bằng tên và mật khẩu đó.",
  ended_else: "Nếu chưa, xin liên hệ ban tổ chức để nhận lời mời mới.",
  to_sign_in: "Đến trang đăng nhập",
  replaces: "Máy này đang đăng nhập bằng tài khoản “{name}”. Nhận lời mời sẽ chuyển sang tài khoản mới.",
  taken: "Tên đăng nhập “{value}” đã có người dùng. Hãy chọn tên khác.",
  bad_username: "Tên đăng nhập chỉ dùng chữ thường không dấu và số, có thể có . _ - ở giữa (ít nhất 2 ký tự).",
  bad_password: "Mật khẩu cần ít nhất 10 ký tự.",
  again: "Thử lại",
  loading: "Đang mở lời mời…",
};
