import { z } from 'zod';

/** A byte of the file of results. */
export const replayedPosition = z.object({ from: z.coerce.number().int().min(0).max(1e15).default(0) });

/** A request that was not applied. */
export interface NotApplied {
  /** When it was captured. */
  time: string;
  /** The captured file, and where in it, unpacked. */
  file: string;
  offset: number;
  method: string;
  /** Without its query. */
  path: string;
  tries: number;
  /** null: no answer. */
  status: number | null;
  outcome: 'failed' | 'unknown' | 'held';
  why: string | null;
}

export interface NotAppliedPage {
  requests: NotApplied[];
  /** Where the next page begins; null: this is the last one. */
  next: number | null;
}
