// The shapes of what the server sends, as JSDoc types for every screen.
// Nothing runs here. What a view leaves out of an object is missing there, not null.

/** @typedef {string} Time RFC 3339, UTC */

/**
 * @typedef {object} Conference
 * @property {number} id
 * @property {string} slug
 * @property {string} title
 * @property {string | null} theme
 * @property {string} timezone IANA name
 * @property {"draft" | "collecting" | "vetting" | "live" | "closed" | "archived"} phase
 * @property {boolean} rehearsal
 * @property {Time | null} starts_at
 * @property {number} version
 */

/**
 * @typedef {object} Site
 * @property {number} id
 * @property {string} slug
 * @property {string} name
 * @property {"hall" | "remote"} kind
 * @property {string | null} seated_at slug of the site whose room it shares
 * @property {string | null} chair_title
 * @property {number} order
 */

/** @typedef {{id: number, slug: string, name: string, sentence: string | null, order: number}} Topic */

/**
 * @typedef {object} Official
 * @property {number} id
 * @property {string} slug
 * @property {string} name
 * @property {string | null} position
 * @property {string | null} agency slug
 * @property {string[]} topics slugs
 * @property {boolean} present
 * @property {number} order
 */

/**
 * @typedef {object} AgendaItem
 * @property {number} id
 * @property {string} slug
 * @property {string} title
 * @property {string | null} planned_start "HH:MM", the conference's own time
 * @property {number | null} planned_minutes
 * @property {Time | null} started_at
 * @property {Time | null} ended_at
 * @property {number} order
 */

/** @typedef {{name: string, position: string | null, organisation: string | null}} Asker */

/**
 * @typedef {object} Question
 * @property {number} id
 * @property {number} number the number people say aloud
 * @property {string} site slug
 * @property {string | null} topic slug
 * @property {"question" | "opinion" | "petition" | "proposal"} kind
 * @property {"collected" | "live"} origin
 * @property {string} text
 * @property {string} state
 * @property {Time} state_since
 * @property {string | null} rank
 * @property {Asker | null} asker
 * @property {{site: string, asker: Asker | null}[]} origins more than one after a merge
 * @property {{lead: string, supporting: string[]} | null} assignment slugs of officials
 * @property {{official: string | null, started_at: Time, ended_at: Time | null} | null} answer the latest turn
 */

/**
 * What one view shows: the conference, and every list as a Map by id.
 * @typedef {object} Objects
 * @property {Conference} conference
 * @property {ReadonlyMap<number, Site>} sites
 * @property {ReadonlyMap<number, Topic>} topics
 * @property {ReadonlyMap<number, Official>} officials
 * @property {ReadonlyMap<number, AgendaItem>} agenda
 * @property {ReadonlyMap<number, Question>} questions
 */

/** @typedef {{type: string, seq: number, at: Time, questions?: number[], actor?: unknown}} LiveEvent */

/**
 * @typedef {{type: "snapshot", protocol: number, view: string, epoch: string, seq: number, server_time: Time, state: Record<string, unknown>}} Snapshot
 * @typedef {{type: "resumed", protocol: number, view: string, epoch: string, seq: number, server_time: Time}} Resumed
 * @typedef {{type: "change", prev: number, seq: number, events: LiveEvent[], upsert: Record<string, unknown>, remove: Record<string, number[]>}} Change
 * @typedef {{type: "tick", seq: number, server_time: Time}} Tick
 * @typedef {{type: "bye", code: number, reason: string, retry_after_ms: number | null}} Bye
 * @typedef {Snapshot | Resumed | Change | Tick | Bye} Message
 */

export {};
