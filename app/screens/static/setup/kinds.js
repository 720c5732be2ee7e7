// The kinds of things a programme is made of: their fields, and what a row says of each.

/** @import {Board} from "./board.js" */
/** @import {Field, Values} from "../shell/form.js" */
/** @import {AgendaItem, Agency, Official, Site, Topic} from "../types.js" */
/** @import {Kind} from "./things.js" */
import { html, nothing } from "../../vendor/lit-html/lit-html.js";
import { plural, t } from "../i18n/setup.js";
import { ordered } from "./board.js";

/** @param {{slug: string, name: string}} thing */
export function option({ slug, name }) {
  return { value: slug, label: name };
}

/**
 * @param {readonly {slug: string, name: string}[]} things
 * @param {string | null} slug
 */
export function nameIn(things, slug) {
  return slug && (things.find((one) => one.slug === slug)?.name ?? slug);
}

/** @returns {Field} */
function name(label = t("name")) {
  return { name: "name", label, type: "line", max: 200, required: true };
}

/** @returns {Field} */
function slug(from = "name") {
  return { name: "slug", label: t("slug"), type: "slug", max: 64, required: true, from, hint: t("slug_hint") };
}

/** @type {Kind} */
export const SITES = {
  path: "sites",
  title: t("sites"),
  lead: t("sites_lead"),
  add: t("add_site"),
  none: t("no_sites"),
  fresh: { kind: "remote", expected_delegates: 0 },
  all: (board) => board.sites,
  fields: (board) => [
    name(t("site_name")),
    slug(),
    { name: "kind", label: t("site_kind"), type: "choice", required: true, options: () => siteKinds() },
    {
      name: "seated_at",
      label: t("seated_at"),
      type: "choice",
      hint: t("seated_at_hint"),
      options: (values) => board.sites.filter((site) => site.slug !== values.slug).map(option),
    },
    { name: "chair_title", label: t("chair_title"), type: "line", max: 200, hint: t("chair_title_hint") },
    { name: "expected_delegates", label: t("expected_delegates"), type: "count", required: true },
  ],
  details: (/** @type {Site} */ site, board) => [
    site.chair_title,
    site.expected_delegates > 0 && plural("delegates", site.expected_delegates),
    site.seated_at && t("seated_with", { name: nameIn(board.sites, site.seated_at) ?? "" }),
    site.slug,
  ],
  chips: (/** @type {Site} */ site) => (site.kind === "hall" ? html`<span class="chip">${t("site_hall")}</span>` : nothing),
};

function siteKinds() {
  return [
    { value: "remote", label: t("site_remote") },
    { value: "hall", label: t("site_hall") },
  ];
}

/** @type {Kind} */
export const TOPICS = {
  path: "topics",
  title: t("topics"),
  lead: t("topics_lead"),
  add: t("add_topic"),
  none: t("no_topics"),
  all: (board) => board.topics,
  fields: () => [
    name(t("topic_name")),
    slug(),
    { name: "sentence", label: t("topic_sentence"), type: "long", max: 1000, hint: t("topic_sentence_hint") },
  ],
  details: (/** @type {Topic} */ topic) => [topic.sentence, topic.slug],
};

/** @type {Kind} */
export const AGENCIES = {
  path: "agencies",
  title: t("agencies"),
  lead: t("agencies_lead"),
  add: t("add_agency"),
  none: t("no_agencies"),
  all: (board) => ordered(board.agencies.items ?? []),
  fields: () => [name(t("agency_name")), slug()],
  details: (/** @type {Agency} */ agency) => [agency.slug],
};

/** @type {Kind} */
export const OFFICIALS = {
  path: "officials",
  title: t("officials"),
  lead: t("officials_lead"),
  add: t("add_official"),
  none: t("no_officials"),
  fresh: { present: true },
  all: (board) => board.officials,
  fields: (board) => [
    name(t("official_name")),
    slug(),
    { name: "position", label: t("position"), type: "line", max: 200 },
    { name: "agency", label: t("agency"), type: "choice", options: () => ordered(board.agencies.items ?? []).map(option) },
    { name: "topics", label: t("official_topics"), type: "checks", hint: t("official_topics_hint"), options: () => board.topics.map(option) },
    { name: "present", label: t("present"), type: "check" },
  ],
  details: (/** @type {Official} */ official, board) => [
    official.position,
    nameIn(board.agencies.items ?? [], official.agency),
    ...official.topics.map((topic) => nameIn(board.topics, topic)),
    official.slug,
  ],
  chips: (/** @type {Official} */ official) => (official.present ? nothing : html`<span class="chip warn">${t("absent")}</span>`),
};

/** @type {Kind} */
export const AGENDA = {
  path: "agenda",
  title: t("agenda"),
  lead: t("agenda_lead"),
  add: t("add_item"),
  none: t("no_agenda"),
  all: (board) => board.agenda,
  fields: () => [
    { name: "title", label: t("item_title"), type: "long", max: 1000, required: true },
    slug("title"),
    { name: "planned_start", label: t("planned_start"), type: "clock", hint: t("clock_hint") },
    { name: "planned_minutes", label: t("planned_minutes"), type: "count", min: 1, max: 1440 },
  ],
  details: (/** @type {AgendaItem} */ item) => [
    item.planned_start,
    item.planned_minutes && t("minutes_long", { minutes: item.planned_minutes }),
    item.slug,
  ],
};
