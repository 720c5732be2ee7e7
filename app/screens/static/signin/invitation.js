// Accepting an invitation, from its one-time link: whom it invites to what, then a name and a password.
// The secret stands behind the # of the address: browsers send that to nobody.

/** @import {Role} from "./screens.js" */
import { render } from "../../vendor/lit-html/lit-html.js";
import { ask, Problem } from "../api.js";
import { t } from "../i18n/invitation.js";
import { endedView, offerView, openingView, unreachedView } from "./invitation-views.js";
import { refusal } from "./refusals.js";
import { screenAddress, screensOf } from "./screens.js";
import { signIn } from "./session.js";

/**
 * @typedef {object} Offer
 * @property {string} name
 * @property {Role} role
 * @property {string | null} site slug
 * @property {string | null} official slug
 * @property {string | null} bound_to the name of either
 * @property {{slug: string, title: string}} conference
 * @property {string} expires_at
 * @property {string} username a suggestion
 */

/**
 * @typedef {object} State
 * @property {Offer} offer
 * @property {string | null} signedInAs
 * @property {boolean} isBusy
 * @property {boolean} isSeen the password
 * @property {string} refused
 * @property {Record<string, string>} problems by field
 */

/**
 * @param {HTMLElement} root
 * @param {string} secret
 */
export async function openInvitation(root, secret) {
  render(openingView(), root);
  try {
    const offer = await post("/auth/invitation", { secret });
    offered(root, secret, offer, await whoIsSignedIn());
  } catch (error) {
    render(isEnded(error) ? endedView() : unreachedView(refusal(error), () => openInvitation(root, secret)), root);
  }
}

/**
 * @param {HTMLElement} root
 * @param {string} secret
 * @param {Offer} offer
 * @param {string | null} signedInAs
 */
function offered(root, secret, offer, signedInAs) {
  /** @type {State} */
  const state = { offer, signedInAs, isBusy: false, isSeen: false, refused: "", problems: {} };
  /** @param {Partial<State>} news */
  const draw = (news) => render(offerView(Object.assign(state, news), onSubmit, onSee), root);
  const onSee = () => draw({ isSeen: !state.isSeen });
  /** @param {unknown} error */
  const refuse = (error) => {
    const problems = problemsOf(error);
    const wrong = Object.keys(problems);
    draw({ isBusy: false, problems, refused: wrong.length > 0 ? "" : refusal(error) });
    document.getElementById(wrong[0] ?? "username")?.focus();
  };
  /** @param {SubmitEvent} event */
  const onSubmit = async (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    draw({ isBusy: true, refused: "", problems: {} });
    try {
      await accept(secret, form);
      location.replace(addressOf(offer));
    } catch (error) {
      if (isEnded(error)) render(endedView(), root);
      else refuse(error);
    }
  };
  draw({});
  document.getElementById("username")?.focus();
}

/**
 * @param {string} secret
 * @param {FormData} form with username and password
 */
async function accept(secret, form) {
  await post("/auth/invitation/accept", { secret, username: form.get("username"), password: form.get("password") });
  await signIn(form);
}

/** Straight to the screen of the role, or to the choice when it has none. @param {Offer} offer */
function addressOf({ role, conference }) {
  const screen = screensOf(role)[0];
  return screen ? screenAddress(screen.path, conference.slug, location.search) : "/";
}

/** @param {unknown} error @returns {Record<string, string>} */
function problemsOf(error) {
  if (!(error instanceof Problem)) throw error;
  const { code, facts } = error;
  if (code === "name_taken") return { username: t("taken", { value: facts.value }) };
  if (code !== "invalid_request") return {};
  /** @type {{field: string}[]} */
  const errors = facts.errors ?? [];
  return Object.fromEntries(
    errors.flatMap(({ field }) => {
      if (field === "username") return [[field, t("bad_username")]];
      return field === "password" ? [[field, t("bad_password")]] : [];
    }),
  );
}

/** @returns {Promise<string | null>} */
async function whoIsSignedIn() {
  const me = await ask("/me").catch(() => null);
  return me && (me.name || me.username);
}

/** @param {unknown} error */
function isEnded(error) {
  return error instanceof Problem && error.code === "bad_invitation";
}

/**
 * @param {string} path
 * @param {unknown} body
 */
function post(path, body) {
  return ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}
