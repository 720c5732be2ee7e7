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
 * @property {boolean} is_public
 * @property {Time | null} starts_at
 * @property {Time | null} ends_at
 * @property {Time | null} [collect_until]
 * @property {boolean} [four_eyes]
 * @property {number | null} [keep_askers_days]
 * @property {string | null} [data_purpose]
 * @property {string | null} [data_basis]
 * @property {number} version
 * @property {number} [queue_version] desk and chair
 * @property {boolean} [can_undo] desk and chair
 */

/** @typedef {{line: "ok" | "poor" | "down", microphone: boolean, delegate_present: boolean, reported_at: Time}} Readiness */

/**
 * @typedef {object} Site
 * @property {number} id
 * @property {string} slug
 * @property {string} name
 * @property {"hall" | "remote"} kind
 * @property {string | null} seated_at slug of the site whose room it shares
 * @property {string | null} chair_title
 * @property {number} expected_delegates
 * @property {number} order
 * @property {number} version
 * @property {Readiness | null} [readiness] desk, chair and the site itself
 */

/** @typedef {{id: number, slug: string, name: string, sentence: string | null, order: number, version: number}} Topic */
/** Not in live views: `GET /agencies`. @typedef {{id: number, slug: string, name: string, order: number, version: number}} Agency */

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
 * @property {number} version
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
 * @property {number} version
 */

/** `phone`, `circumstances` and `may_show_name` only where the view may know. @typedef {{name: string, position: string | null, organisation: string | null, phone?: string | null, circumstances?: string | null, may_show_name?: boolean}} Asker */

/**
 * All but `lead` and `supporting` only for desk, chair and the officials assigned.
 * @typedef {{lead: string, supporting: string[], status?: "pending" | "accepted" | "declined", note?: string | null, declined?: {official: string, reason: string | null}[]}} Assignment
 */

/** @typedef {"submitted" | "returned" | "approved" | "queued" | "answering" | "answered" | "deferred" | "rejected" | "merged" | "withdrawn"} State */
/** @typedef {{id: number, name: string, media_type: string, size: number}} Attached */
/** @typedef {{agency: string, state: "draft" | "submitted" | "cleared", text: string, note?: string | null, updated_at: Time, updated_by?: string}} PreparedAnswer */
/** Which agency is to prepare the answer. @typedef {{agency: string, due: string | null, note: string | null, asked_at: Time}} Preparation */
/** @typedef {{official: string | null, started_at: Time, ended_at: Time | null, summary?: string | null}} Turn */
/** @typedef {{id: number, agency: string, due: string, state: string}} FollowUp */

/**
 * @typedef {object} Question
 * @property {number} id
 * @property {number} number the number people say aloud
 * @property {string} site slug
 * @property {string | null} topic slug
 * @property {"question" | "opinion" | "petition" | "proposal"} kind
 * @property {"collected" | "live"} origin
 * @property {string} text
 * @property {State} state
 * @property {Time} state_since
 * @property {string | null} rank
 * @property {Asker | null} asker
 * @property {{site: string, asker: Asker | null}[]} origins more than one after a merge
 * @property {Assignment | null} assignment slugs of officials
 * @property {Turn | null} answer the latest turn; its summary only where the view may know
 * @property {number} [version] this and what follows: not in the hall's rendering
 * @property {Time} [submitted_at]
 * @property {boolean} [is_late] desk, chair and the own site
 * @property {string} [original_text]
 * @property {{code: string | null, note: string | null} | null} [reason]
 * @property {number | null} [merged_into]
 * @property {FollowUp[]} [follow_ups]
 * @property {Attached[]} [attachments] desk, and the site's own
 * @property {Preparation | null} [preparation] desk, chair, officials assigned or of the agency
 * @property {PreparedAnswer | null} [prepared_answer] desk, officials assigned; chair once cleared
 * @property {{at: Time, answer: string} | null} [published] desk: that everybody may read it, and with which answer
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
 * @typedef {{type: "presence", sites: Record<string, number>, screens: Record<string, number>, handling: Handling[]}} Presence
 * @typedef {Snapshot | Resumed | Change | Tick | Bye | Presence} Message
 */

/** Somebody at a desk has this question open. @typedef {{question: number, username: string, name: string, since: Time}} Handling */

export {};
