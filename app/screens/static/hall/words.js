// Names and short words taken out of the objects of a state. No markup here.

/** @import {Asker, Objects, Official, Question} from "../types.js" */
import { t } from "../i18n/index.js";

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
  const slugs = new Set([question.site, ...question.origins.map((origin) => origin.site)]);
  const names = [...slugs].map((slug) => bySlug(objects.sites, slug)?.name ?? slug);
  const rest = names.length - SHOWN_SITES;
  const shown = names.slice(0, SHOWN_SITES).join(" · ");
  return rest > 0 ? `${shown} ${t("and_more_sites", { count: rest })}` : shown;
}

/**
 * Who answers: the one who has begun to, else the one it was given to. Null when the chair gave
 * the floor to nobody in particular.
 * @param {Question} question
 * @param {Objects} objects
 * @returns {Official | null}
 */
export function answererOf(question, objects) {
  const slug = question.answer?.official ?? question.assignment?.lead;
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
