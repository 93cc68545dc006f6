import { READING_BACKUP } from '../../backups/phases.ts';
import { formatUtcMinute, plural } from '../../format.ts';
import { jobKind } from '../kind.ts';
import { describeFacts, loadSteps, restoreLike, workWithoutAliasMove } from './describe-common.ts';
import { restoreWork, storedRestoreResult } from './schema.ts';
import type { RestorePlan, RestoreResult, RestoreWork } from './schema.ts';

/** Loads a backup into an index, compares the two, and moves the alias. */
export const restore = jobKind<RestoreWork, RestoreResult, RestorePlan>()({
  ...restoreLike,
  kind: 'restore',
  label: 'Restore',
  noun: 'the restore',
  schema: { work: restoreWork, result: storedRestoreResult },
  resume: { allowed: true, workWithoutAliasMove },

  title({ plan }) {
    const { backup, target } = plan;
    const what = plan.alias ?? backup.ref.id.split('/')[0]!.replace(/\.zip$/, '');
    const when = backup.takenAt === null ? `the file ${backup.ref.id}` : formatUtcMinute(backup.takenAt);
    return `Restore ${what} from ${when}${target.uuid === null ? '' : ` into ${target.index}`}`;
  },
  steps: (work, result) => [
    {
      id: 'read',
      title: 'Read the backup to its end',
      phases: [READING_BACKUP.phase],
      doneByPlanning: true,
      note: 'with the plan',
    },
    ...loadSteps(work, result, `Load ${plural(work.plan.backup.documents, 'document')}`),
  ],
  facts: (work) => describeFacts(work, plural(work.plan.backup.documents, 'document')),
});
