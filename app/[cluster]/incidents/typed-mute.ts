import { useState } from 'react';
import { isOfAlias, type IncidentKind } from '@/lib/contract/incident-kinds.ts';
import { typedUtc } from '@/lib/present/typed-utc.ts';
import type { MuteInput } from './use-muting.ts';

const MINUTE_MS = 60_000;

/** In minutes, or until a time that is typed. */
export const LENGTHS = [
  ['30', '30 minutes'],
  ['60', '1 hour'],
  ['120', '2 hours'],
  ['240', '4 hours'],
  ['480', '8 hours'],
  ['1440', '1 day'],
  ['10080', '7 days'],
  ['typed', 'Until a time'],
] as const;

/** Which incidents. Empty: all. */
export interface MutedAbout {
  alias: string;
  kind: IncidentKind | '';
}
export const EVERYTHING: MutedAbout = { alias: '', kind: '' };

export interface TypedMute extends MutedAbout {
  from: string;
  length: (typeof LENGTHS)[number][0];
  until: string;
  reason: string;
}

type Wrong = { [Field in 'alias' | 'from' | 'until' | 'reason']?: string };

const NOT_A_TIME = 'A time in UTC is needed, such as 2026-11-30 22:00.';
const OF_NO_ALIAS =
  'Leave it empty: incidents of this kind are of no alias, and a mute with an alias covers none of them.';
const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** When a mute would end. null: unknown, as what was typed is no time. Pure; `now`: milliseconds. */
export function endOf({ from, length, until }: TypedMute, now: number): string | null {
  if (length === 'typed') return typedUtc(until);
  const begins = textOrNull(from) === null ? null : typedUtc(from);
  const start = begins === null ? now : Math.max(now, Date.parse(begins));
  return new Date(start + Number(length) * MINUTE_MS).toISOString();
}

/** What is wrong with what was typed; the server checks the rest. Pure. */
export function wrongIn({ alias, from, kind, length, reason, until }: TypedMute): Wrong {
  return {
    ...(textOrNull(alias) !== null && kind !== '' && !isOfAlias(kind) && { alias: OF_NO_ALIAS }),
    ...(textOrNull(from) !== null && typedUtc(from) === null && { from: NOT_A_TIME }),
    ...(length === 'typed' && typedUtc(until) === null && { until: NOT_A_TIME }),
    ...(textOrNull(reason) === null && { reason: 'Say why, so that others know what is planned.' }),
  };
}

/** Beside the field of the alias. `isUnknown`: no alias has the name that was typed. Pure. */
export function aliasHint(kind: TypedMute['kind'], isUnknown: boolean): string {
  if (kind !== '' && !isOfAlias(kind)) return OF_NO_ALIAS;
  if (isUnknown) return 'No alias has this name now. It is muted by this name all the same.';
  return kind === ''
    ? 'Empty: everything. With an alias: what is about it, and no schedule, job, disk or cluster.'
    : 'Empty: all aliases.';
}

/** What is sent. null: something is wrong with what was typed. Pure. */
export function inputOf(cluster: string, typed: TypedMute, now: number): MuteInput | null {
  const until = endOf(typed, now);
  if (until === null || Object.keys(wrongIn(typed)).length > 0) return null;
  return {
    cluster,
    alias: textOrNull(typed.alias),
    kind: typed.kind === '' ? null : typed.kind,
    reason: typed.reason.trim(),
    from: textOrNull(typed.from) === null ? null : typedUtc(typed.from),
    until,
  };
}

/** `wrong`: from the first press on. */
export function useTypedMute(about: MutedAbout) {
  const [typed, setTyped] = useState<TypedMute>({ ...about, from: '', length: '60', until: '', reason: '' });
  const [pressed, setPressed] = useState(false);
  return {
    typed,
    set: (next: Partial<TypedMute>) => setTyped({ ...typed, ...next }),
    wrong: pressed ? wrongIn(typed) : ({} as Wrong),
    press: () => setPressed(true),
  };
}
