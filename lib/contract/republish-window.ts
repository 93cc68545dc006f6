import type { RepublishWindow } from './republish.ts';

/** Clocks differ, and a document may be indexed some time after it was published. */
export const BEFORE_START_MS = 5 * 60_000;
/** Writes after the switch go to the restored index; so the last ones before it are certainly in the window. */
export const AFTER_SWITCH_MS = 60_000;

interface Moments {
  /** Of the backup. */
  startedAt: string;
  /** When the alias was switched to the restored index for the last time; null: not known here. */
  switchedAt: string | null;
}

/** `now`: in milliseconds since 1970. null: it would end before it starts. Pure. */
export function windowOf({ startedAt, switchedAt }: Moments, now: number): RepublishWindow | null {
  const from = Date.parse(startedAt) - BEFORE_START_MS;
  const to = switchedAt === null ? now : Date.parse(switchedAt) + AFTER_SWITCH_MS;
  return from < to ? { from: inSeconds(Math.floor(from / 1000)), to: inSeconds(Math.ceil(to / 1000)) } : null;
}

const inSeconds = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

/** Times as commands have them sort by time. */
export const isWithin = (inner: RepublishWindow, outer: RepublishWindow): boolean =>
  outer.from <= inner.from && inner.to <= outer.to;
