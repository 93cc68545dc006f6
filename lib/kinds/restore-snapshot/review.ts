import { z } from 'zod';
import { failure } from '../../contract/job.ts';
import { MOST_RESTORED_AT_ONCE, OVERRIDE_LIMIT } from '../../contract/limits.ts';
import { aliasName, clusterKey, newIndexName } from '../../contract/names.ts';
import { guard } from '../../contract/reviews.ts';
import { restoreSnapshotPlan, type RestoreSnapshotPlan } from './schema.ts';

/** The names in an address: checked only so far as they can be sent, since another tool may have chosen them. */
const nameInAddress = z.string().min(1).max(255);

/** Which snapshot of which other cluster is restored. */
export const copiedSnapshot = z.object({
  from: clusterKey.optional().describe('the configured cluster whose snapshot it is, where that is another one'),
  uuid: z.string().min(1).max(64).optional().describe('of the chosen snapshot; with `from` it is needed'),
});
export type CopiedSnapshot = z.infer<typeof copiedSnapshot>;

export const snapshotIndexAddress = z.object({
  cluster: clusterKey,
  repository: nameInAddress,
  snapshot: nameInAddress,
});

/** The form on the review of a restore from a snapshot, as text. An empty field: as in the snapshot. */
export const restoreSnapshotChoices = z.object({
  index: nameInAddress,
  ...copiedSnapshot.shape,
  alias: z.union([z.literal(''), aliasName]).optional(),
  into: z.union([z.literal(''), newIndexName]).optional(),
  switchAlias: z.enum(['yes', 'no']).default('yes'),
  replicas: z.union([z.literal(''), z.string().regex(/^\d{1,2}$/, 'A whole number from 0 to 99.')]).optional(),
  settings: z.string().max(OVERRIDE_LIMIT).optional(),
  drop: z.string().max(2000).optional().describe('names of settings, separated by commas'),
});
export type RestoreSnapshotChoicesInput = z.input<typeof restoreSnapshotChoices>;

/** What its page shows. `failed`: what was chosen can't be restored, with a message for each field that is wrong. */
export const restoreSnapshotDraft = z.discriminatedUnion('state', [
  z.object({ state: z.literal('planned'), plan: restoreSnapshotPlan, guard }),
  z.object({ state: z.literal('failed'), failure, fields: z.record(z.string(), z.string()) }),
]);
export type RestoreSnapshotDraft = z.infer<typeof restoreSnapshotDraft>;
export type RestoreSnapshotReview = Extract<RestoreSnapshotDraft, { state: 'planned' }>;

/** What the page asked for: enough to make the plan again. */
export const restoreSnapshotAsked = z.object({
  repository: nameInAddress,
  snapshot: nameInAddress,
  choices: restoreSnapshotChoices,
});
export type RestoreSnapshotAsked = z.infer<typeof restoreSnapshotAsked>;

/** Several indices of one snapshot, each with a plan and an outcome of its own. */
export const severalRestoresAsked = z.object({
  repository: nameInAddress,
  snapshot: nameInAddress,
  indices: z.array(nameInAddress).min(1).max(MOST_RESTORED_AT_ONCE),
  ...copiedSnapshot.shape,
});
export type SeveralRestoresAsked = z.infer<typeof severalRestoresAsked>;

/** What would be done with one of them. `review`: why it is not restored with the others, but on its own page; null: it can be. */
export interface RestoreAmongOthers {
  index: string;
  plan: RestoreSnapshotPlan | null;
  review: string | null;
}

/** The address of the review, below the cluster's, with what was chosen. */
export function restoreSnapshotReviewPath({ repository, snapshot, choices }: RestoreSnapshotAsked): string {
  const { index, ...rest } = choices;
  const chosen = Object.entries(rest).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && entry[1] !== '' && !(entry[0] === 'switchAlias' && entry[1] === 'yes'),
  );
  const query = new URLSearchParams(chosen).toString();
  const path = ['snapshots', repository, snapshot, 'restore', index].map(encodeURIComponent).join('/');
  return `/${path}${query === '' ? '' : `?${query}`}`;
}
