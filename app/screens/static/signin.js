// The first page: sign in, then choose a conference and a screen.

import { render } from "../vendor/lit-html/lit-html.js";
import { nextAddress } from "./signin/next.js";
import { refusal } from "./signin/refusals.js";
import { account, signIn, signOut } from "./signin/session.js";
import { chooseView, signInView, troubleView } from "./signin/views.js";

const root = /** @type {HTMLElement} */ (document.getElementById("signin"));
const next = nextAddress(location.search, location.origin);

/**
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
    return showForm(false, refusal(error));
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
    else showForm();
  } catch (error) {
    render(troubleView(refusal(error)), root);
  }
}

begin();
