// The words of letting a screen in, in English: the same keys as vi/device.js.

/** @type {typeof import("../vi/device.js").default} */
export default {
  title: "Let a screen in",
  lead: "Compare the code here with the one on the hall’s screen. Only let in a screen that you can see.",
  code: "Code on the screen",
  code_hint: "8 letters, capital or small",
  code_short: "A code has 8 letters, such as BCDF-GHJK.",
  code_unknown: "No screen shows this code now. A code is good for 10 minutes; please look at the screen again.",
  conference: "Conference",
  choose: "— Please choose —",
  conference_missing: "Please choose the conference.",
  name: "Name of the screen",
  name_hint: "To know it by in the list, such as: main projector",
  name_missing: "Please give the screen a name.",
  name_long: "The name is longer than 200 characters, or holds strange ones.",
  usual_name: "Main projector",
  approve: "Let it in",
  deny: "Turn it away",
  too_many: "Too many attempts. Please try again in {seconds} seconds.",
  approved: "The screen was let in",
  approved_means: "In a few seconds it will show the conference.",
  denied: "The screen was turned away",
  denied_means: "It cannot come in with this code.",
  another: "Let another screen in",
  not_for_you: "This account cannot let screens in. That takes a moderator or an administrator.",
};
