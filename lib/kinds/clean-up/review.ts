import { z } from 'zod';
import { clusterHealth, nodeSummary } from '../../contract/cluster.ts';
import { cleanUpPlan, type CleanUpEntry, type CleanUpPlan } from './schema.ts';

/** A line of the list: an alias with how many of its indices go, or one of them. */
export type DecidedLine =
  | { kind: 'group'; alias: string; going: number; entries: number }
  | { kind: 'entry'; alias: string; entry: CleanUpEntry };

/** Of a long plan the lines that are looked at. */
export interface DecidedWindow {
  from: number;
  lines: DecidedLine[];
  /** For each alias in order how many indices stand under it. */
  runs: number[];
}

/** Those of which something goes come first. Pure. */
export function decidedLines(groups: CleanUpPlan['groups']): DecidedLine[] {
  const counted = groups.map((group) => ({ ...group, going: group.entries.filter((entry) => entry.goes).length }));
  return counted
    .sort((a, b) => Number(b.going > 0) - Number(a.going > 0) || (a.alias < b.alias ? -1 : 1))
    .flatMap(({ alias, entries, going }): DecidedLine[] => [
      { kind: 'group', alias, going, entries: entries.length },
      ...entries.map((entry): DecidedLine => ({ kind: 'entry', alias, entry })),
    ]);
}

/** What of a plan is more than its page is sent: the numbers of what is left out, and the first lines. */
export const longPlan = z.object({
  window: z.custom<DecidedWindow>(),
  aliases: z.number(),
  outside: z.number(),
  requests: z.number(),
  /** Documents of what goes that can be counted, and the indices that can't. */
  counted: z.number(),
  uncounted: z.number(),
});
export type LongPlan = z.infer<typeof longPlan>;

/** A clean-up as its page shows it, with what the disks are like now. */
export const cleanUpReview = z.object({
  /** Of a long plan (`long`) without its groups, and with the first of the rest; its totals and fingerprint are of all. */
  plan: cleanUpPlan,
  long: longPlan.optional(),
  /** Every group there is, also those the rules leave out. */
  aliases: z.array(z.string()),
  /** The fullest of the data nodes, and what is free on all of them together; null: unknown. */
  disk: z
    .object({
      fullest: nodeSummary,
      watermarks: clusterHealth.shape.watermarks,
      dataNodes: z.number(),
      freeBytes: z.number().nullable(),
    })
    .nullable(),
  /** An index's name, to be typed; null: nothing goes. */
  typeToConfirm: z.string().nullable(),
});
export type CleanUpReview = z.infer<typeof cleanUpReview>;

/** Of the indices that go the one with the most documents: who types its name has read the list. */
export function nameToType(plan: Pick<CleanUpPlan, 'groups'>): string | null {
  const going = plan.groups.flatMap((group) => group.entries.filter((entry) => entry.goes));
  return (
    going.reduce<(typeof going)[number] | null>(
      (most, entry) => (most === null || (entry.documents ?? -1) > (most.documents ?? -1) ? entry : most),
      null,
    )?.index ?? null
  );
}
