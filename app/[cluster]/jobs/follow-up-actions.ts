'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { jobAddress } from '@/lib/contract/job-page.ts';
import { AppError } from '@/lib/errors.ts';
import { FOLLOW_UP_ACTIONS } from '@/lib/jobs/store/follow-ups.ts';
import { closeNoticed } from '@/lib/pages/close-both.ts';
import { restoredOn } from '@/lib/pages/restored-on.ts';

/** The lines that these actions add to the audit log are all that is saved. Strict: a line has nothing else. */
const of = { cluster: jobAddress.shape.cluster, job: jobAddress.shape.id };

const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);

const mark = z.strictObject({
  ...of,
  /** Its name in the configuration. */
  command: z.string().min(1).max(100),
  /** As it was copied. */
  text: z.string().max(4_000),
  from: moment,
  to: moment,
  done: z.boolean(),
});

export const markCommand = defineAction(
  {
    name: FOLLOW_UP_ACTIONS.markDone,
    nameOf: ({ done }) => (done ? FOLLOW_UP_ACTIONS.markDone : FOLLOW_UP_ACTIONS.markNotDone),
    input: mark,
    needs: 'record-incident',
    verb: 'mark a command as done',
  },
  ({ job, command }, { cluster }) => {
    restoredOn(cluster, job);
    if (!cluster.republish.some(({ name }) => name === command))
      throw new AppError('refused', 'This command is not in the configuration any more.', {
        hint: 'Load the page again.',
      });
    return { job };
  },
);

export const closeIncident = defineAction(
  {
    name: FOLLOW_UP_ACTIONS.close,
    input: z.strictObject({ ...of, reason: z.string().trim().max(500).optional() }),
    needs: 'record-incident',
  },
  ({ job, reason = '' }, { actor, cluster }) => {
    const restored = restoredOn(cluster, job);
    closeNoticed(cluster, restored, { actor, note: reason === '' ? null : reason });
    return { job: restored.job };
  },
);

export const reopenIncident = defineAction(
  { name: FOLLOW_UP_ACTIONS.reopen, input: z.strictObject(of), needs: 'record-incident', verb: 'reopen an incident' },
  ({ job }, { cluster }) => ({ job: restoredOn(cluster, job).job }),
);
