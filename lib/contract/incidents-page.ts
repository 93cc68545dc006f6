import { z } from 'zod';
import { INCIDENT_KINDS, type Incident, type Mute } from './incident.ts';
import { MOST_OPEN_ROWS, OPEN_ROWS } from './incident-limits.ts';
import type { DocumentHistory, NamedObject } from './overview.ts';
import type { IncidentPage } from './page-path.ts';
import type { Severity } from './incident-kinds.ts';

/** Which incidents are listed. */
export const incidentsFilter = z.object({
  state: z.enum(['all', 'open', 'ended']).default('all'),
  kind: z.enum(INCIDENT_KINDS).optional(),
  /** The alias, node or schedule that they are about, exactly. */
  about: z.string().max(255).optional(),
  /** Of the ended ones: only those before this id. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
  /** How many open ones. */
  rows: z.coerce.number().int().min(1).max(MOST_OPEN_ROWS).default(OPEN_ROWS),
});
export type IncidentsFilter = z.infer<typeof incidentsFilter>;

/** One incident in a list, with its words (lib/incidents/words.ts). */
export interface IncidentRow {
  incident: Incident;
  title: string;
  what: string;
  since: string;
  comments: number;
  /** The mute that keeps its messages back now. null: none. */
  mutedUntil: string | null;
}

export interface IncidentList {
  rows: IncidentRow[];
  /** How many there are with this filter, listed or not. */
  count: number;
  /** There are older ones, or more than `rows`. */
  more: boolean;
}

/** The page of incidents. */
export interface IncidentsPage {
  takenAt: string;
  /** null: the filter leaves them out. The worst first, of the same severity the newest first. */
  open: IncidentList | null;
  /** The newest first. */
  ended: IncidentList | null;
  /** Of this cluster, whatever the filter: there was an incident ever. */
  any: boolean;
  /** Running and coming ones, those that end first before the others. */
  mutes: Mute[];
  /** The configuration says `watch: false`: nothing is noticed by itself. */
  watched: boolean;
  /** A channel gets messages about incidents of this cluster. */
  told: boolean;
}

/** One line of the timeline. */
export interface IncidentEvent {
  /** Unique on the page. */
  id: string;
  at: string;
  /** It happened after this, and not later than `at`. null, or equal to `at`: exactly then. */
  after: string | null;
  /**
   * `documents`, `health`, `change`: what was observed of the cluster; `job`: of this Restore Desk; `incident`: noticed, worse, ended;
   * `person`: acknowledged, commented, closed, muted; `message`: sent or given up.
   */
  of: 'documents' | 'health' | 'change' | 'job' | 'incident' | 'person' | 'message';
  level: 'ok' | 'warn' | 'bad' | 'idle';
  sentence: string;
  /** What a person typed, as typed. null: nothing. */
  text: string | null;
  /** The indices and aliases in the sentence. */
  named: NamedObject[];
  /** The job to link to; null: none. */
  job: string | null;
}

/** The page of one incident. */
export interface IncidentDetail {
  takenAt: string;
  incident: Incident;
  title: string;
  what: string;
  since: string;
  next: { text: string; page: IncidentPage }[];
  /** Oldest first, with the comments. */
  events: IncidentEvent[];
  /**
   * Of an incident about an alias: its documents around the incident, and the time that is drawn, in seconds since 1970. null: it is of
   * no alias, or nothing is known of that time.
   */
  documents: { alias: string; history: DocumentHistory; span: { from: number; to: number } } | null;
  /** The mutes that keep its messages back now. */
  mutes: Mute[];
  /** The channels to which a route leads from it. */
  channels: string[];
  /** Other incidents of the same subject: the newest first, at most five. */
  others: { id: string; title: string; severity: Severity; began: string; open: boolean }[];
}

/** For the badge of every page: the open ones. */
export interface IncidentCounts {
  open: number;
  critical: number;
  /** How many of them nobody has acknowledged. */
  unacknowledged: number;
}
