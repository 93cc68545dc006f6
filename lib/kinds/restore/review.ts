import { z } from 'zod';
import { failure } from '../../contract/job.ts';
import { OVERRIDE_LIMIT } from '../../contract/limits.ts';
import { aliasName, clusterKey, indexName, savedKey } from '../../contract/names.ts';
import { conflictMode } from '../../contract/plan.ts';
import { progress } from '../../contract/progress.ts';
import { guard } from '../../contract/reviews.ts';
import { restorePlan } from './schema.ts';

const overrideText = z
  .string()
  .max(
    OVERRIDE_LIMIT,
    `At most ${OVERRIDE_LIMIT.toLocaleString('en')} characters here; the command line accepts longer ones.`,
  );

/** The form on the review of a restore, as text. An empty field: the backup's own value. */
export const restoreChoices = z.object({
  from: clusterKey.optional().describe('the configured cluster whose backup it is, where that is another one'),
  alias: z.union([z.literal(''), aliasName]).optional(),
  into: z.union([z.literal(''), indexName]).optional(),
  switchAlias: z.enum(['yes', 'no']).default('yes'),
  onConflict: conflictMode.optional(),
  shards: z
    .union([
      z.literal(''),
      z
        .string()
        .regex(/^[1-9]\d{0,3}$/, 'A whole number from 1 to 1024.')
        .refine((text) => Number(text) <= 1024, 'A whole number from 1 to 1024.'),
    ])
    .optional(),
  replicas: z.union([z.literal(''), z.string().regex(/^\d{1,2}$/, 'A whole number from 0 to 99.')]).optional(),
  settings: overrideText.optional(),
  mappings: overrideText.optional(),
  typed: savedKey.optional().describe('names kept overrides, in place of long ones'),
  drop: z.string().max(2000).optional().describe('names of settings, separated by commas'),
  allowPartial: z.enum(['yes', 'no']).default('no'),
  allowIncomplete: z.enum(['yes', 'no']).default('no'),
});
export type RestoreChoices = z.infer<typeof restoreChoices>;
export type RestoreChoicesInput = z.input<typeof restoreChoices>;

/**
 * How long the restore will take: as long as a drill of the backup took, or by one of another backup of its alias (not `own`), or
 * from earlier restores of a similar size.
 */
export const restoreEstimate = z.union([
  z.object({ drill: z.object({ at: z.iso.datetime(), own: z.boolean() }), seconds: z.number() }),
  z.object({ restores: z.number(), fromSeconds: z.number(), toSeconds: z.number() }),
]);
export type RestoreEstimate = z.infer<typeof restoreEstimate>;

/** The plan of a restore as its page gets it: with progress while the backup is read to its end. */
export const restoreDraft = z.discriminatedUnion('state', [
  z.object({ state: z.literal('reading'), since: z.iso.datetime(), progress: progress.nullable() }),
  z.object({ state: z.literal('planned'), plan: restorePlan, guard, estimate: restoreEstimate.nullable() }),
  z.object({ state: z.literal('failed'), failure, fields: z.record(z.string(), z.string()) }),
]);
export type RestoreDraft = z.infer<typeof restoreDraft>;
