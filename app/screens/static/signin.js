// The first page: sign in, then choose a conference and a screen.

import { render } from "../vendor/lit-html/lit-html.js";
import { Problem } from "./api.js";
import { t } from "./i18n/index.js";
import { firstAdminSecret, firstAdminView, makeFirstAdmin } from "./signin/first-admin.js";
import { nextAddress } from "./signin/next.js";
import { refusal } from "./signin/refusals.js";
import { account, signIn, signOut } from "./signin/session.js";
import { chooseView, signInView, troubleView } from "./signin/views.js";

const root = /** @type {HTMLElement} */ (document.getElementById("signin"));
const next = nextAddress(location.search, location.origin);

/**
 * What was typed stays; only the password is asked for again.
 * @param {boolean} [busy]
 * @param {string} [refused]
 */
function showForm(busy = false, refused = "") {
  render(signInView({ busy, refusal: refused, onSubmit }), root);
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.currentTarget);
  showForm(true);
  try {
    await signIn(new FormData(form));
  } catch (error) {
    showForm(false, refusal(error));
    return /** @type {HTMLInputElement | null} */ (form.querySelector("#password"))?.select();
  }
  if (next) location.replace(next);
  else await begin();
}

async function onSignOut() {
  try {
    await signOut();
    location.replace("/");
  } catch (error) {
    render(troubleView(refusal(error)), root);
  }
}

/**
 * Whoever is signed in already chooses for themselves: a screen that sent them here in spite of it
 * would only send them here again.
 */
async function begin() {
  try {
    const who = await account();
    if (who) render(chooseView({ account: who, next, onSignOut }), root);
    else {
      showForm();
      document.getElementById("username")?.focus();
    }
  } catch (error) {
    render(troubleView(refusal(error)), root);
  }
}

/**
 * @param {string} secret
 * @param {boolean} [busy]
 * @param {string} [refused]
 */
function showFirstAdmin(secret, busy = false, refused = "") {
  /** @param {SubmitEvent} event */
  const onSubmit = async (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    showFirstAdmin(secret, true);
    try {
      await makeFirstAdmin(secret, form);
      await signIn(form);
    } catch (error) {
      const ended = error instanceof Problem && error.status === 401;
      return showFirstAdmin(secret, false, ended ? t("refused_link") : refusal(error));
    }
    location.replace("/");
  };
  render(firstAdminView({ busy, refusal: refused, onSubmit }), root);
}

/** By what stands behind the # of the address; a link may also be opened in a page that is open already. */
async function open() {
  const secret = firstAdminSecret(location.hash);
  const invitation = new URLSearchParams(location.hash.slice(1)).get("invitation");
  if (secret) return showFirstAdmin(secret);
  if (!invitation) return begin();
  // Needed once in an account's life: not part of every visit.
  const { openInvitation } = await import("./signin/invitation.js");
  await openInvitation(root, invitation);
}

addEventListener("hashchange", open);
open();
