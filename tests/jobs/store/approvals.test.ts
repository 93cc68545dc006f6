import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  approve,
  requestedApproval,
  endExpiredApprovals,
  openApprovals,
  requestApproval,
  validApproval,
  withdrawApprovals,
} from '../../../lib/jobs/store/approvals.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';

const FOR_MS = 60_000;
const review = { checks: [], before: [], after: [] };

let data: string;
let store: JobStore;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'approvals-'));
  store = JobStore.open(data);
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const ask = (by: string) =>
  requestApproval(store, { cluster: 'one', fingerprint: 'f1', summary: 'switch', review, by, forMs: FOR_MS });

describe.each(['User-A', 'USER-A', 'ｕｓｅｒ-a', 'user\u200b-a', '\u202euser-a', 'user-a\ufe0f', 'us\u034fer-a'])(
  'user-a, who is also %j',
  (other) => {
    test('asks once, and gives no yes of their own', () => {
      const { id } = ask('user-a');
      expect(ask(other).id).toBe(id);
      expect(requestedApproval(store, 'one', 'f1', other)?.id).toBe(id);
      expect(() => approve(store, 'one', id, other, FOR_MS)).toThrow('You asked for this yourself');
    });

    test('applies nothing on their own yes, whoever asked for it', () => {
      approve(store, 'one', ask('user-b').id, other, FOR_MS);
      expect(validApproval(store, 'one', 'f1', 'user-a')).toBeNull();
      expect(validApproval(store, 'one', 'f1', 'user-b')?.approvedBy).toBe(other);
    });

    test('has no yes left once they are removed', () => {
      approve(store, 'one', ask('user-b').id, 'user-a', FOR_MS);
      expect(withdrawApprovals(store, other)).toBe(1);
      expect(validApproval(store, 'one', 'f1', 'user-b')).toBeNull();
    });

    test('is not believed for a yes that an older version took', () => {
      const { id } = ask('user-a');
      store[SQL].prepare('UPDATE approvals SET approved_by = ?, approved_at = requested_at WHERE id = ?').run(
        other,
        Number(id),
      );
      expect(validApproval(store, 'one', 'f1', 'somebody-else')).toBeNull();
    });
  },
);

describe('an approval is good for its time, whatever is done to the machine’s clock', () => {
  const setClock = (byMs: number) => vi.useFakeTimers({ now: Date.now() + byMs, toFake: ['Date'] });
  const standing = () => validApproval(store, 'one', 'f1', 'user-a');
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('set back by hours: it was given later than now, and is none', () => {
    approve(store, 'one', ask('user-a').id, 'user-b', FOR_MS);
    expect(standing()).not.toBeNull();
    setClock(-3_600_000);
    expect(standing()).toBeNull();
  });

  test('set back by seconds: it ends when its time has passed all the same', () => {
    approve(store, 'one', ask('user-a').id, 'user-b', FOR_MS);
    setClock(-30_000);
    expect(standing()).not.toBeNull();
    const steady = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(steady + FOR_MS + 1);
    expect(standing()).toBeNull();
    expect(openApprovals(store, 'one')).toEqual([]);
  });

  test('set forward and back again: what has expired stays so', () => {
    approve(store, 'one', ask('user-a').id, 'user-b', FOR_MS);
    setClock(2 * FOR_MS);
    endExpiredApprovals(store);
    setClock(-2 * FOR_MS);
    expect(standing()).toBeNull();
    expect(ask('user-a').approvedBy).toBeNull();
  });
});
