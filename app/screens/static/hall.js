// The hall: a screen for the room, without controls. Brings connection, scenes and clock together.

/** @import {LiveNews} from "./live.js" */
/** @import {Scene} from "./hall/scenes.js" */
/** @import {Objects, Question} from "./types.js" */
import { html, render } from "../vendor/lit-html/lit-html.js";
import { ask, Problem } from "./api.js";
import { signInAddress, untilLetIn } from "./hall/device.js";
import { fitAll, fitWithLetters } from "./hall/fit.js";
import { beforeAnything, frame, lineMark } from "./hall/frame.js";
import { closingScene, openingScene, pauseScene } from "./hall/programme.js";
import { questionScene } from "./hall/question.js";
import { waitingScene } from "./hall/queue.js";
import { sceneOf } from "./hall/scenes.js";
import { LiveClient, NOTHING_YET, wait } from "./live.js";
import { stayAwake } from "./shell/awake.js";
import { keepFiles } from "./shell/keep-files.js";

const root = /** @type {HTMLElement} */ (document.getElementById("hall"));
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** @type {LiveNews} */
let news = NOTHING_YET;

/** One change of scene fades; everything else is simply so. */
function show() {
  const scene = news.state && sceneOf(news.state.objects);
  const before = root.dataset.key;
  const key = scene?.key ?? "";
  root.dataset.key = key;
  if (before && key !== before && !calm.matches && document.startViewTransition) {
    // Skipped when the page is hidden or the next change overtakes it: drawn all the same.
    document.startViewTransition(draw).ready.catch(() => {});
  } else {
    draw();
  }
}

function draw() {
  const { state, status, offset } = news;
  const now = Date.now() + offset;
  const scene = state && sceneOf(state.objects);
  const body = state && scene
    ? frame(state.objects.conference, now, scene.name !== "opening", content(scene, state.objects, now))
    : beforeAnything(status);
  render(html`<div role="status">${lineMark(news)}</div>${body}`, root);
  root.dataset.scene = scene?.name ?? "none";
  root.dataset.status = status.name;
  root.dataset.seq = String(state?.seq ?? "");
  if (state) document.title = state.objects.conference.title;
  fitAll(root);
}

/**
 * @param {Scene} scene
 * @param {Objects} objects
 * @param {number} now ms
 */
function content(scene, objects, now) {
  switch (scene.name) {
    case "question":
      return questionScene(/** @type {Scene & {current: Question}} */ (scene), objects, now);
    case "waiting":
      return waitingScene(scene, objects);
    case "pause":
      return pauseScene(scene, objects);
    case "closing":
      return closingScene(scene, objects);
    case "opening":
      return openingScene(objects);
  }
}

/** The conference of the address, else the first one this account belongs to. */
async function conferenceSlug() {
  const named = new URLSearchParams(location.search).get("conference");
  if (named) return named;
  const me = await ask("/me");
  return /** @type {string | undefined} */ (me.memberships[0]?.conference);
}

/** An account without a conference, or a session that has ended: a new code, or another account. */
async function letIn() {
  clearInterval(ticking);
  root.dataset.scene = "device";
  await untilLetIn((scene) => render(scene, root));
  location.reload();
}

/** @param {number} attempts so far that did not reach the server */
async function begin(attempts = 0) {
  try {
    const conference = await conferenceSlug();
    if (!conference) return location.replace(signInAddress());
    const client = new LiveClient({ conference, view: "hall", onSignedOut: letIn });
    client.listen((latest) => {
      news = latest;
      show();
    });
    client.start();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return letIn();
    setTimeout(begin, wait(attempts, Math.random()), attempts + 1);
  }
}

show();
const ticking = setInterval(draw, 1000);
new ResizeObserver(() => fitAll(root)).observe(root);
fitWithLetters(root);
stayAwake();
keepFiles();
begin();
