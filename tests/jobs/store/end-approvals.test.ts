import { expect, test } from 'vitest';
import type { AuditEntry } from '../../../lib/contract/audit-log.ts';
import {
  approve,
  approvalOfJob,
  endedApprovals,
  endExpiredApprovals,
  lastRequest,
  markApprovalUsed,
  openApprovals,
  requestApproval,
  validApproval,
  withdrawApprovals,
} from '../../../lib/jobs/store/approvals.ts';
import { auditAttempt, auditOutcome } from '../../../lib/jobs/store/audit-log.ts';
import { declineApproval, withdrawRequest } from '../../../lib/jobs/store/end-approvals.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { operator, switchOf } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const FOR_MS = 60_000;
const objects = ['government', 'government-2', 'government/government-2018.zip'];
const planRequest = { kind: 'switch', cluster: 'one', asked: { index: 'government-2' } };
const temporary = useStore();

const request = ({ fingerprint = 'f1', forMs = FOR_MS } = {}) =>
  requestApproval(temporary.store, {
    cluster: 'one',
    fingerprint,
    summary: 'Move government.',
    review: { checks: [], before: [], after: [] },
    by: 'ann',
    forMs,
    objects,
    request: planRequest,
  });
const ended = () => endedApprovals(temporary.store, 'one', new Date(Date.now() - 60_000), 10);
const found = (text: string): AuditEntry[] => listAuditLog(temporary.store, { text });

test('a declined request names who declined it and why, and can’t be approved', () => {
  const { id } = request();
  declineApproval(temporary.store, 'one', id, 'ben', 'Too early.');
  expect(openApprovals(temporary.store, 'one')).toEqual([]);
  expect(ended()).toMatchObject([{ id, state: 'declined', end: { by: 'ben', reason: 'Too early.' } }]);
  expect(() => approve(temporary.store, 'one', id, 'carl', FOR_MS)).toThrow(
    /This request is over: ben declined it.*Too early/,
  );
});

test('an approval that was declined afterwards is not valid', () => {
  const { id } = request();
  approve(temporary.store, 'one', id, 'ben', FOR_MS);
  declineApproval(temporary.store, 'one', id, 'ben', 'I looked at the wrong index.');
  expect(validApproval(temporary.store, 'one', 'f1', 'ann')).toBeNull();
});

test('only the requester withdraws, and only another person declines', () => {
  const { id } = request();
  expect(() => withdrawRequest(temporary.store, 'one', id, 'ben')).toThrow('ann requested this');
  expect(() => declineApproval(temporary.store, 'one', id, 'ANN', 'No.')).toThrow('You requested this yourself');
  expect(() => withdrawRequest(temporary.store, 'two', id, 'ann')).toThrow('There is no such request');
  withdrawRequest(temporary.store, 'one', id, 'Ann');
  expect(() => approve(temporary.store, 'one', id, 'ben', FOR_MS)).toThrow(/This request is over: Ann withdrew it/);
  expect(() => withdrawRequest(temporary.store, 'one', id, 'ann')).toThrow('This request is over');
});

test('a used approval can be neither declined nor withdrawn, and its lines belong to the job', () => {
  const { id } = request();
  const { store } = temporary;
  const actor = { name: 'ben', role: 'operator', address: null };
  const line = auditAttempt(store, {
    cluster: 'one',
    action: 'approve',
    actor,
    address: null,
    fingerprint: 'f1',
    objects,
    approval: id,
  });
  auditOutcome(store, line, { outcome: 'done' });
  approve(store, 'one', id, 'ben', FOR_MS);
  const { job } = store.create({ cluster: 'one', actor: operator, work: switchOf() }, thisProcess('server'));
  markApprovalUsed(store, id, job.id);
  expect(() => withdrawRequest(store, 'one', id, 'ann')).toThrow(`Job ${job.id} used the approval.`);
  expect(() => declineApproval(store, 'one', id, 'ben', 'No.')).toThrow('This request is over');
  expect(approvalOfJob(store, job.id)).toMatchObject({ requestedBy: 'ann', approvedBy: 'ben', state: 'used' });
  for (const text of [`job ${job.id}`, 'government-2', 'government-2018.zip', 'GOVERNMENT'])
    expect(found(text)).toMatchObject([{ action: 'approve', job: job.id, objects }]);
});

test('an expired request has a line in the audit log, once, that is found by its objects', () => {
  request({ forMs: -1 });
  endExpiredApprovals(temporary.store);
  endExpiredApprovals(temporary.store);
  expect(found('government-2018.zip')).toMatchObject([
    {
      action: 'approval expired',
      outcome: 'done',
      actor: 'Restore Desk',
      fingerprint: 'f1',
      note: 'It was not approved in time. ann requested it.',
    },
  ]);
  expect(ended()).toMatchObject([{ state: 'expired' }]);
});

test('the approvals of a removed person have a line each', () => {
  approve(temporary.store, 'one', request().id, 'ben', FOR_MS);
  expect(withdrawApprovals(temporary.store, 'ben')).toBe(1);
  expect(found('government-2')).toMatchObject([{ action: 'withdraw approval', objects }]);
  expect(ended()).toMatchObject([{ state: 'removed', over: expect.stringContaining('The approval by ben ended') }]);
});

test('the last request for the same review is found, also if its plan was another one', () => {
  const since = new Date(Date.now() - 60_000);
  const last = (fingerprint: string, by = 'ann') =>
    lastRequest(temporary.store, 'one', { by, fingerprint, request: planRequest, since });
  expect(last('f2')).toBeNull();
  const { id } = request();
  expect(last('f2')?.id).toBe(id);
  expect(last('f2', 'ben')).toBeNull();
  expect(
    lastRequest(temporary.store, 'one', { by: 'ann', fingerprint: 'f2', request: null, since })?.id,
    'another review',
  ).toBeUndefined();
});
