import { z } from 'zod';
import { jobAddress } from '../../contract/job-page.ts';
import { aliasName, clusterKey } from '../../contract/names.ts';
import type { Progress } from '../../contract/progress.ts';
import type { Guard } from '../../contract/reviews.ts';
import type { ReplayPlan } from './schema.ts';

/** What a review is made of, as words of an address; an approval remembers it. Of each: `ReplayAddress`. */
export const replayAsked = z.object({
  target: clusterKey,
  alias: aliasName,
  job: jobAddress.shape.id.optional(),
  without: z.string().max(4_000).optional(),
  from: z.string().min(1).max(40),
  to: z.string().max(40).optional(),
  speed: z.enum(['fast', 'original', 'fixed']).default('fast'),
  rate: z
    .string()
    .regex(/^(?!0+$)\d{1,5}$/, 'A whole number from 1 to 99,999.')
    .optional(),
  concurrency: z
    .string()
    .regex(/^([1-9]|1[0-6])$/, 'A whole number from 1 to 16.')
    .default('4'),
  map: z.enum(['yes', 'no']).default('yes'),
});
export type ReplayAsked = z.output<typeof replayAsked>;

export interface IndexMapping {
  from: string;
  to: string;
}

/** What the page gets of a plan, or how far the captures have been read. */
export type ReplayReview =
  | { state: 'reading'; since: string; progress: Progress | null }
  | {
      state: 'planned';
      plan: ReplayPlan;
      guard: Guard;
      /** Old indices of the alias that requests name, and the restored one. */
      mapping: IndexMapping[];
    };

/** A restore after which captured requests may be missing. */
export interface ReplayRestore {
  job: string;
  alias: string;
  index: string;
  /** When its backup was started; null: the file does not say. */
  startedAt: string | null;
  endedAt: string;
}

export interface ListedCaptureFile {
  path: string;
  server: string;
  name: string;
  bytes: number;
  modifiedAt: string;
}

/** What can be chosen on the page. */
export interface ReplayChoices {
  /** null: the cluster's configuration has no `replay`. */
  replay: {
    folder: string;
    files: ListedCaptureFile[];
    /** When they were listed. */
    listedAt: string | null;
    /** Why the folder can't be listed; null: it could. */
    problem: { message: string; hint?: string | undefined } | null;
    /** `indices`: aliases that it writes to; null: any. */
    targets: { name: string; url: string; indices: readonly string[] | null }[];
    /** Newest first. */
    restores: ReplayRestore[];
    /** Of the cluster; null: it does not answer. */
    aliases: string[] | null;
  } | null;
}
