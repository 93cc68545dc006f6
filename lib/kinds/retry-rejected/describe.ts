import { jobKind } from '../kind.ts';
import { describeFacts, loadSteps, restoreLike, workWithoutAliasMove } from '../restore/describe-common.ts';
import { storedRestoreResult, type RestorePlan, type RestoreResult } from '../restore/schema.ts';
import { retryWork, type RetryWork } from './schema.ts';

/** Sends the rejected documents of a restore again, compares the index with the backup, and moves the alias. */
export const retryRejected = jobKind<RetryWork, RestoreResult, RestorePlan>()({
  ...restoreLike,
  kind: 'retry-rejected',
  label: 'Retry rejected',
  noun: 'the retry',
  schema: { work: retryWork, result: storedRestoreResult },
  resume: { allowed: true, workWithoutAliasMove },

  title: ({ of }) => `Retry the rejected documents of job ${of}`,
  steps: (work, result) => loadSteps(work, result, 'Send the rejected documents again'),
  facts: (work) => describeFacts(work, 'the rejected ones only'),
});
