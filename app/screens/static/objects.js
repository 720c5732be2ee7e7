// Names and short words taken out of the objects of a state. No markup here.

/** @import {Asker, Objects, Official, Question} from "./types.js" */
import { t } from "./i18n/index.js";

const SHOWN_SITES = 3;
const MOST_LINES = 8;

/**
 * Finds an object by its slug, the way objects name each other.
 * @template {{slug: string}} T
 * @param {ReadonlyMap<number, T>} things
 * @param {string | null | undefined} slug
 * @returns {T | undefined}
 */
export function bySlug(things, slug) {
  for (const thing of things.values()) if (thing.slug === slug) return thing;
  return undefined;
}

/**
 * The site that asks; after a merge every site, the first ones by name.
 * @param {Question} question
 * @param {Objects} objects
 */
export function sitesOf(question, objects) {
  const names = siteSlugs(question).map((slug) => bySlug(objects.sites, slug)?.name ?? slug);
  const rest = names.length - SHOWN_SITES;
  const shown = names.slice(0, SHOWN_SITES).join(" · ");
  return rest > 0 ? `${shown} ${t("and_more_sites", { count: rest })}` : shown;
}

/**
 * The same where there is little room: one name, and how many more there are.
 * @param {Question} question
 * @param {Objects} objects
 */
export function siteOf(question, objects) {
  const name = bySlug(objects.sites, question.site)?.name ?? question.site;
  const others = siteSlugs(question).length - 1;
  return others > 0 ? `${name} +${others}` : name;
}

/**
 * The turn that is going on. A question called again still carries its last turn, which has ended.
 * @param {Question} question
 */
export function turnOf({ answer }) {
  return answer && !answer.ended_at ? answer : null;
}

/**
 * Who answers: the one who has begun to, else the one it was given to. Null when the chair gave
 * the floor to nobody in particular.
 * @param {Question} question
 * @param {Objects} objects
 * @returns {Official | null}
 */
export function answererOf(question, objects) {
  const slug = turnOf(question)?.official ?? question.assignment?.lead;
  return bySlug(objects.officials, slug) ?? null;
}

/**
 * @param {Question} question
 * @param {Objects} objects
 * @returns {Official[]}
 */
export function supportersOf(question, objects) {
  const slugs = question.assignment?.supporting ?? [];
  return slugs.flatMap((slug) => bySlug(objects.officials, slug) ?? []);
}

/**
 * Each site once, the question's own first.
 * @param {Question} question
 */
function siteSlugs(question) {
  return [...new Set([question.site, ...question.origins.map((origin) => origin.site)])];
}

/** @param {Asker} asker */
export function askerDetails(asker) {
  return [asker.position, asker.organisation].filter(Boolean).join(", ");
}

/**
 * The beginning of a text on one line, cut between words where there are any.
 * @param {string} text
 * @param {number} most characters
 */
export function firstWords(text, most = 120) {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = Array.from(line);
  if (characters.length <= most) return line;
  const cut = characters.slice(0, most).join("");
  const space = cut.lastIndexOf(" ");
  return `${cut.slice(0, space > most / 2 ? space : cut.length)}…`;
}

/**
 * Line breaks belong to what was written, but a column of them would leave no room for words.
 * @param {string} text
 */
export function paragraphs(text) {
  const lines = text.trim().split(/\s*\n\s*/);
  return lines.length > MOST_LINES ? lines.join(" ") : lines.join("\n");
}
