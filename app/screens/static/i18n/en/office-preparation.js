// Words of handing questions to agencies, in English: the same keys as vi/office-preparation.js.

/** @type {typeof import("../vi/office-preparation.js").default} */
export default {
  asked_own: "Your agency is to prepare the answer",
  asked_of: "To be prepared by {agency}",
  due: "Due {day}",
  no_due: "No due date",
  late: "Overdue",
  asked_note: "What the moderators ask for",

  title_section: "Preparation",
  title_ask: "Hand number {number} to an agency",
  agency: "Agency that prepares",
  choose: "– Choose –",
  day: "Draft due on",
  day_hint: "Left empty: no due date.",
  note: "What the agency is asked for (optional)",
  do_ask: "Hand over",
  do_withdraw: "Take back",
  command: "Hand to an agency",
  done_ask: "Number {number} is handed to an agency.",
  done_withdraw: "Number {number} is not to be prepared any more.",

  opener: "Preparation",
  title_progress: "Progress of the preparation",
  none_asked: "No question has been handed to an agency.",
  total: "Handed over",
  state_asked: "Not written",
  state_draft: "Draft",
  state_returned: "Returned",
  state_submitted: "Submitted",
  state_cleared: "Cleared",
  nearest: "Nearest due",
  questions_of: "Questions of {agency}",
  open_number: "Open number {number}",
};
