import { jobKind } from '../kind.ts';
import { likeRestore, type OfRestore } from '../restore/describe.ts';
import { storedRestoreResult, type RestorePlan, type RestoreResult } from '../restore/schema.ts';
import { retryWork, type RetryWork } from './schema.ts';

/** Sends the rejected documents of a restore once more, compares, and moves the alias. */
export const retryRejected = jobKind<RetryWork, RestoreResult, RestorePlan>()({
  ...likeRestore,
  kind: 'retry-rejected',
  label: 'Retry rejected',
  noun: 'the retry',
  schema: { work: retryWork, result: storedRestoreResult },
  resume: {
    allowed: true,
    withoutAliasMove: (work: RetryWork) => ({ ...work, plan: { ...work.plan, switchAlias: false } }),
  },

  title: ({ of }: RetryWork) => `Retry the rejected documents of job ${of}`,
  steps: (work: OfRestore, result: RestoreResult | null) =>
    likeRestore.stepsOf(work, result, 'Send the rejected documents again'),
  facts: (work: OfRestore) => likeRestore.factsOf(work, 'the rejected ones only'),
});
