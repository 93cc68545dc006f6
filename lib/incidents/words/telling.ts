import { formatList } from '../../format.ts';

/** A page of the dashboard that a step leads to. */
export type IncidentPage =
  | { of: 'overview' }
  | { of: 'alias'; alias: string }
  | { of: 'backups'; alias: string | null }
  | { of: 'job'; job: string }
  | { of: 'schedule'; name: string }
  | { of: 'incident'; id: string }
  | { of: 'indices' }
  | { of: 'repositories' };

/** `text`: an instruction without a full stop, "Choose a backup of government to restore". */
export interface Next {
  text: string;
  page: IncidentPage;
}

export interface Said {
  title: string;
  what: string;
  next: Next[];
}

export interface Telling {
  subject: string;
  /** It is over, or a person closed it: sentences in the past tense. */
  ended: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** The incident’s; null: unknown. */
  id: string | null;
}

/** How many names facts have at most (lib/contract/incident.ts): there may be more. */
const NAMES = 10;
const WRITTEN = 3;

/** "a, b and 2 more", and "a, b, c and others" where the facts may not have all. */
export const listOfFirst = (names: readonly string[]): string =>
  names.length < NAMES ? formatList(names, WRITTEN) : `${names.slice(0, WRITTEN).join(', ')} and others`;

/** A reason from elsewhere, with its full stop. */
export function asSentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

export const sentences = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' ');
