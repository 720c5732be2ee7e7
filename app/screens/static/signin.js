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

const secret = firstAdminSecret(location.hash);
if (secret) showFirstAdmin(secret);
else begin();
