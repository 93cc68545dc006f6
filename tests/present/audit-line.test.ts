import { expect, test } from 'vitest';
import type { AuditEntry } from '../../lib/contract/audit-log.ts';
import { auditDetails, auditNamed, auditSubject, auditTitle } from '../../lib/present/audit-line.ts';

const line: AuditEntry = {
  id: '1',
  at: '2026-11-28T07:22:10.000Z',
  endedAt: null,
  cluster: 'production',
  action: 'switch alias',
  outcome: 'attempted',
  actor: 'ann',
  role: 'operator',
  address: null,
  fingerprint: null,
  objects: [],
  job: null,
  input: null,
  before: null,
  after: null,
  requests: null,
  failure: null,
  note: null,
};

test('a request and the end of a job have different titles', () => {
  expect(auditTitle('switch alias')).toBe('Switch alias');
  expect(auditTitle('job: retry-rejected')).toBe('Retry rejected job ended');
});

test('the first names are listed, shortened, and the rest is counted', () => {
  const subject = auditSubject(
    { cluster: 'one', job: '17', objects: ['a', 'b', 'c', 'd', 'e'] },
    (names) => `<${names}>`,
  );
  expect(subject).toBe('<a, b, c>, 2 more, job 17');
  expect(auditSubject({ cluster: null, job: null, objects: [] }, String)).toBe('no cluster');
});

test('a name is an index or an alias where the data of the line says so', () => {
  const entry = {
    ...line,
    objects: ['docs', 'docs_v2', 'docs_v3', 'a-backup', 'docs'],
    input: { alias: 'docs', backup: 'a-backup', index: 'of-another-cluster' },
    before: [{ index: 'docs_v2', documents: 1 }],
    after: [{ index: 'docs_v3' }, null, 'docs_v4'],
  };
  expect(auditNamed(entry)).toEqual([
    { name: 'docs', of: 'alias' },
    { name: 'docs_v2', of: 'index' },
    { name: 'docs_v3', of: 'index' },
  ]);
  expect(auditNamed({ ...line, objects: ['docs'] })).toEqual([]);
});

test('the details have what is known and nothing else', () => {
  expect(JSON.parse(auditDetails({ ...line, before: ['government-1'], input: { alias: 'government' } })!)).toEqual({
    action: 'switch alias',
    input: { alias: 'government' },
    before: ['government-1'],
  });
});
