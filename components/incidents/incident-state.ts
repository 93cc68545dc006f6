import type { Incident } from '@/lib/contract/incident.ts';
import type { Severity } from '@/lib/contract/incident-kinds.ts';
import type { StateLevel } from '../ui/state.tsx';

export const SEVERITY_LEVELS: { readonly [Each in Severity]: StateLevel } = {
  critical: 'bad',
  warning: 'warn',
};
export const SEVERITY_WORDS: { readonly [Each in Severity]: string } = {
  critical: 'Critical',
  warning: 'Warning',
};

type Standing = Pick<Incident, 'acknowledged' | 'closed' | 'ended' | 'endedBy' | 'severity'>;

/** How an incident stands: its severity while it is open, then how it ended. */
export function stateOf({ ended, endedBy, severity }: Standing): { level: StateLevel; word: string } {
  if (ended === null) return { level: SEVERITY_LEVELS[severity], word: SEVERITY_WORDS[severity] };
  if (endedBy === 'not-watched') return { level: 'unknown', word: 'Not watched' };
  return endedBy === 'person' ? { level: 'idle', word: 'Closed' } : { level: 'done', word: 'Ended' };
}

/** Who knows of it, or closed it. null: nobody did anything about one that ended by itself. */
export function handledBy({ acknowledged, closed, ended }: Standing): string | null {
  if (closed !== null) return `by ${closed.by}`;
  if (acknowledged !== null) return `acknowledged by ${acknowledged.by}`;
  return ended === null ? 'not acknowledged' : null;
}

/** A number and its unit are one word: "93 %" is not broken. */
export const unbroken = (sentence: string): string => sentence.replaceAll(/(?<=\d) (?=%)/g, '\u00a0');
