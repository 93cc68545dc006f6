import type { IncidentPage } from '../../contract/page-path.ts';
import { formatList } from '../../format.ts';

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
  /** It is over, or not watched any more: sentences in the past tense. */
  ended: boolean;
  /** A person closed it, or it is not watched any more, and it may last: what was counted then may have changed since. */
  stale: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** The incident’s; null: unknown. */
  id: string | null;
  recovery: KnownRecovery;
}

/** What can be done about the alias of an incident. null: not known, as to a message. */
export interface KnownRecovery {
  /** There is a good backup of it. */
  backup: boolean | null;
  /** The overview compares ways to recover its documents. */
  compared: boolean | null;
}

export const UNKNOWN_RECOVERY: KnownRecovery = { backup: null, compared: null };

/** The step to a restore; none where there is no good backup. `before`: what comes before the verb. */
export function restoreStep(alias: string, { backup }: KnownRecovery, before: string | null = null): Next[] {
  if (backup === false) return [{ text: `See the backups of ${alias}: none is good`, page: { of: 'backups', alias } }];
  const verb = before === null ? 'Restore' : `${before} restore`;
  return [
    {
      text: `${verb} a backup of ${alias}${backup === null ? ', if there is a good one' : ''}`,
      page: { of: 'restore', alias },
    },
  ];
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
