import { z } from 'zod';
import { jobKind, type JobKind } from './kind.ts';
import { permission } from './permissions.ts';

/** The kind of a job that another version stored: the job is listed, and nothing can be done with it. */
export const unknownKind = (kind: string): JobKind =>
  jobKind()({
    kind,
    label: kind,
    noun: 'the job',
    permission: permission({ id: kind, role: 'admin', verb: 'do this', changesCluster: true }),
    schema: { work: z.looseObject({ kind: z.string() }), result: z.looseObject({ kind: z.string() }) },
    resume: {
      allowed: false,
      refusal: (id) => ({
        message: `This version of Restore Desk does not know what job ${id} is to do (${kind}).`,
        hint: 'Start the version that began it.',
      }),
      reviewLink: () => ({ label: 'All jobs', path: '/jobs' }),
    },

    title: () => kind,
    locks: () => [],
    steps: () => [],
    facts: () => [],
    outcome: () => 'It succeeded; this version of Restore Desk does not know what it did.',
    isPartial: () => false,
    aftermath: () => 'This version of Restore Desk does not know what it has done so far.',
    auditDetails: (result) => ({ after: result }),
  });
