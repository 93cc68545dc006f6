import { z } from 'zod';
import { planBase } from '../../contract/plan.ts';
import { repository } from '../../contract/repository.ts';

export const REPOSITORY_ACTIONS = ['register', 'change', 'clean-up', 'unregister'] as const;
export type RepositoryAction = (typeof REPOSITORY_ACTIONS)[number];

export const changeRepositoryPlan = z.object({
  kind: z.literal('change-repository'),
  ...planBase,
  action: z.enum(REPOSITORY_ACTIONS),
  /** As it will be registered; for `clean-up` and `unregister` as it is. */
  repository,
  /** As it is registered now; null: it is not. */
  before: repository.nullable(),
  /** How many snapshots it has now; null: unknown, or not registered. */
  snapshots: z.number().nullable(),
});
export type ChangeRepositoryPlan = z.infer<typeof changeRepositoryPlan>;

export const changeRepositoryWork = z.object({ kind: z.literal('change-repository'), plan: changeRepositoryPlan });
export type ChangeRepositoryWork = z.infer<typeof changeRepositoryWork>;

export const changeRepositoryResult = z.object({
  kind: z.literal('change-repository'),
  status: z.literal('done'),
  action: z.enum(REPOSITORY_ACTIONS),
  name: z.string(),
  readOnly: z.boolean(),
  /** Names of the nodes that verified it; null: it was not verified. */
  nodes: z.array(z.string()).nullable(),
  /** How many snapshots it has afterwards; null: unknown. */
  snapshots: z.number().nullable(),
  /** Of a clean up: what was deleted; null: of another action. */
  deleted: z.object({ bytes: z.number(), files: z.number() }).nullable(),
  /** What a person should check, as a sentence. */
  warning: z.string().nullable(),
  seconds: z.number(),
});
export type ChangeRepositoryResult = z.infer<typeof changeRepositoryResult>;
