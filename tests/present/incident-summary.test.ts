import { expect, test } from 'vitest';
import type { Job } from '../../lib/contract/job.ts';
import { incidentSummary } from '../../lib/present/incident-summary.ts';
import { operator, switched, switchOf, switchPlan } from '../jobs/builders.ts';

const at = '2026-11-28T12:00:00.000Z';
const job: Job = {
  id: '17',
  cluster: 'production',
  title: 'Switch government to government-2',
  actor: operator,
  createdAt: at,
  work: switchOf(),
  subjects: [],
  follows: null,
  status: 'succeeded',
  startedAt: at,
  endedAt: at,
  result: switched(switchPlan()),
};
const cluster = { name: 'search', environment: 'production' };

test('the summary names who asked for the approval, who gave it, and who started the job', () => {
  const approval = { id: '3', fingerprint: 'f1', requestedBy: 'carl', approvedBy: 'ben', approvedAt: at };
  expect(incidentSummary(job, cluster, { approval })).toMatch(
    /\nRequested by carl, approved by ben at 2026-11-28 12:00 UTC\.\nBy ann\. Job 17\.$/,
  );
  expect(incidentSummary(job, cluster)).not.toContain('approved');
});
