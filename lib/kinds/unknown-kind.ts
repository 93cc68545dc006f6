import { z } from 'zod';
import type { JobKind } from './kind.ts';
import { permission } from './permissions.ts';

/** A job that another version stored: it is listed, and nothing can be done with it. */
export const unknownKind = (kind: string): JobKind => ({
  kind,
  label: kind,
  noun: 'the job',
  permission: permission({ id: kind, role: 'admin', verb: 'do this', changesCluster: true }),
  schema: { work: z.looseObject({ kind: z.string() }), result: z.looseObject({ kind: z.string() }) },
  plans: null,
  resume: {
    allowed: false,
    refusal: (id) => ({
      message: `This version of Restore Desk does not know what job ${id} is to do (${kind}).`,
      hint: 'Start the version that began it.',
    }),
    review: () => ({ label: 'All jobs', path: '/jobs' }),
  },
  alias: null,
  counters: [],
  keepsRejected: false,

  planOf: () => null,
  clusterUuid: () => null,
  title: () => kind,
  locks: () => [],
  touches: () => [],
  fills: () => null,
  steps: () => [],
  facts: () => [],
  backup: () => null,
  restores: () => null,
  outcome: () => 'It succeeded; this version of Restore Desk does not know what it did.',
  isPartial: () => false,
  aftermath: () => 'This version of Restore Desk does not know what it has done so far.',
  summary: () => [],
  audit: (result) => ({ after: result }),
  effects: () => ({}),
  rejected: () => null,
});
