// The words of the page on which an invitation is accepted, in English: the same keys as vi/invitation.js.

/** @type {typeof import("../vi/invitation.js").default} */
export default {
  invited: "You are invited to a conference",
  for_whom: "For",
  as_what: "Role",
  where: "Conference",
  until: "Good until",
  choose: "Choose a username and a password to use from now on.",
  see_password: "Show the password",
  accept: "Accept the invitation",
  accepting: "Making the account…",
  ended_title: "This invitation is no longer good",
  ended: "The link may have been used, have expired or have been ended.",
  ended_used: "If you have chosen a password with this link, please sign in with that name and password.",
  ended_else: "If not, please ask the organisers for a new invitation.",
  to_sign_in: "To the sign-in page",
  replaces: "This device is signed in as “{name}”. Accepting will change to the new account.",
  taken: "The username “{value}” is taken. Please choose another.",
  bad_username: "A username has only small letters a–z and digits; . _ - between them (at least 2 characters).",
  bad_password: "The password needs at least 10 characters.",
  again: "Try again",
  loading: "Opening the invitation…",
};
