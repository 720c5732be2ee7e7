// The words of forms, in English: the same keys as vi/form.js.

/** @type {typeof import("../vi/form.js").default} */
export default {
  optional: "(optional)",
  choose: "— Please choose —",
  none: "— None —",
  yes: "yes",
  no: "no",
  cancel: "Cancel",
  see_password: "Show",
  required: "This needs to be filled in.",
  correct: "Please correct what is marked, then send again.",
  too_long: "Longer than {max} characters.",
  bad_slug: "Only small letters a–z and digits, with hyphens between them.",
  bad_username: "Only small letters a–z and digits; . _ - between them.",
  bad_count: "Needs to be a whole number from {min} to {max}.",
  bad_clock: "Please write hours:minutes, such as 08:30.",
  bad_moment: "Please write day/month/year hours:minutes, such as 05/03/2025 08:00.",
  short_password: "The password needs at least 10 characters.",
  changed_meanwhile:
    "Somebody else changed this while you were writing. How it stands now is under each field that differs; look at it, then save again.",
  stands_now: "Stands now:",
  take_this: "Take this",
};
