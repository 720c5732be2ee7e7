// The words with which the desk makes questions public, in English.

/** @type {typeof import("../vi/office-publishing.js").default} */
export default {
  title: "Public page",
  is_public: "Public",
  not_public: "Not public.",
  since: "Public since {time}",
  closed: "The conference is not public: nobody outside can read this yet (Set-up › Conference).",
  publish: "Publish",
  mend: "Mend what is public",
  unpublish: "Take back",
  title_publish: "Publish question {number}",
  named: "The asker is named: {name} (who agreed).",
  unnamed: "The asker is not named.",
  summary_now: "The summary as it is now",
  answer: "The answer as it is published",
  answer_hint: "Everybody can read it, without signing in. No telephone numbers, nothing personal.",
  done_publish: "Question {number} is public",
  done_unpublish: "Question {number} is no longer public",
};
