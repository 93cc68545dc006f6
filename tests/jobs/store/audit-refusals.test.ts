import { describe, expect, test } from 'vitest';
import { auditAttempt, type AuditAttempt } from '../../../lib/jobs/store/audit-log.ts';
import { auditRefusal, countAuditRefusal } from '../../../lib/jobs/store/audit-refusals.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { operator } from '../builders.ts';
import { attempt, bytesOfLine } from './audit-attempts.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();

describe('a refusal takes at most 2 kB with', () => {
  const long = 'x'.repeat(100_000);
  test.each<[string, Partial<AuditAttempt>, string]>([
    ['a long text', { input: { cluster: 'one', text: long } }, 'no'],
    ['letters of three bytes', { input: { text: '漢'.repeat(50_000) } }, '漢'.repeat(5000)],
    ['letters of four bytes', { input: { text: '😀'.repeat(50_000) } }, '😀'.repeat(5000)],
    ['quotes', { input: { text: '"\\'.repeat(50_000) } }, '"\\'.repeat(5000)],
    ['control characters', { input: { text: '\u0001'.repeat(50_000) } }, '\u0001'.repeat(5000)],
    ['halves of characters', { input: { text: '\ud800'.repeat(50_000) } }, '\udc00'.repeat(5000)],
    ['many keys', { input: Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`key-${at}`, at])) }, 'no'],
    ['long words', { action: long, fingerprint: long, address: long, actor: { ...operator, name: long } }, long],
  ])('%s', (_, change, message) => {
    const failure = { code: 'refused' as const, message, hint: message };
    auditRefusal(temporary.store, attempt(change), failure);
    const id = auditAttempt(temporary.store, attempt(change));
    auditRefusal(temporary.store, attempt(change), failure, id);
    expect(bytesOfLine(temporary.store, 1)).toBeLessThanOrEqual(2048);
    expect(bytesOfLine(temporary.store, 2)).toBeLessThanOrEqual(2048);
    expect(listAuditLog(temporary.store, {}).map(({ outcome, failure: why }) => [outcome, why?.code])).toEqual([
      ['refused', 'refused'],
      ['refused', 'refused'],
    ]);
  });

  test('a long text, and has its beginning, length and SHA-256', () => {
    auditRefusal(temporary.store, attempt({ input: { cluster: 'one', text: long } }), {
      code: 'forbidden',
      message: 'No.',
    });
    expect(listAuditLog(temporary.store, {})[0]).toMatchObject({
      action: 'switch alias',
      actor: 'ann',
      failure: { code: 'forbidden', message: 'No.' },
      input: {
        clipped: expect.stringMatching(/^\{"cluster":"one","text":"x{500}/),
        bytes: 100_027,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });
});

test('refusals beyond the limit are counted in one line, and the lines of their attempts are deleted', () => {
  let count = countAuditRefusal(temporary.store, attempt(), null, null);
  for (let more = 0; more < 3; more++)
    count = countAuditRefusal(temporary.store, attempt(), count, auditAttempt(temporary.store, attempt()));
  expect(listAuditLog(temporary.store, {})).toMatchObject([
    { action: 'refusals left out', actor: 'ann', outcome: 'refused', note: '4 refusals were not recorded one by one.' },
  ]);
});
