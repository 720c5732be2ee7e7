// Words with which a promise is recorded, in English.

export default {
  title: "Question {number}: record a promise",
  agency: "Agency",
  choose: "Choose an agency",
  text: "What was promised",
  due: "Reply before",
  due_hint: "Usually 10 working days: {date}",
  record: "Record",
  done: "Promise recorded for question {number}, due {date}.",
};
