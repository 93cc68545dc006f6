import type { BackupDay } from '@/lib/contract/backup-days.ts';
import { DAY_STATES } from '@/lib/contract/day-states.ts';

const DAY_MS = 86_400_000;
const known = new Map<string, readonly BackupDay[]>();

/** Days from what the overview has of them: a digit for each, the last one of `until`. The same days are the same object. */
export function daysFrom(states: string | undefined, until: string): readonly BackupDay[] | null {
  if (states === undefined || states === '') return null;
  const key = `${until} ${states}`;
  const days = known.get(key) ?? daysOf(states, Date.parse(until));
  if (known.size > 1_000) known.clear();
  known.set(key, days);
  return days;
}

const daysOf = (states: string, lastMs: number): BackupDay[] =>
  [...states].map((state, place) => ({
    date: new Date(lastMs - (states.length - 1 - place) * DAY_MS).toISOString().slice(0, 10),
    state: DAY_STATES[Number(state)] ?? 'none',
    results: [],
    more: 0,
  }));
