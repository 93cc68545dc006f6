import { afterEach, describe, expect, test, vi } from 'vitest';
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
import { useStore } from './temporary-store.ts';

const FOR_MS = 60_000;
const review = { checks: [], before: [], after: [] };

const temporary = useStore();

const request = (by: string) =>
  requestApproval(temporary.store, { cluster: 'one', fingerprint: 'f1', summary: 'switch', review, by, forMs: FOR_MS });

describe.each(['User-A', 'USER-A', 'ｕｓｅｒ-a', 'user\u200b-a', '\u202euser-a', 'user-a\ufe0f', 'us\u034fer-a'])(
  'user-a, who is also %j',
  (other) => {
    test('requests once, and may not approve their own request', () => {
      const { id } = request('user-a');
      expect(request(other).id).toBe(id);
      expect(requestedApproval(temporary.store, 'one', 'f1', other)?.id).toBe(id);
      expect(() => approve(temporary.store, 'one', id, other, FOR_MS)).toThrow('You requested this yourself');
    });

    test('can’t apply a plan with their own approval, also if another user requested it', () => {
      approve(temporary.store, 'one', request('user-b').id, other, FOR_MS);
      expect(validApproval(temporary.store, 'one', 'f1', 'user-a')).toBeNull();
      expect(validApproval(temporary.store, 'one', 'f1', 'user-b')?.approvedBy).toBe(other);
    });

    test('has no approval left once they are removed', () => {
      approve(temporary.store, 'one', request('user-b').id, 'user-a', FOR_MS);
      expect(withdrawApprovals(temporary.store, other)).toBe(1);
      expect(validApproval(temporary.store, 'one', 'f1', 'user-b')).toBeNull();
    });

    test('is refused with an approval of their own that an older version accepted', () => {
      const { id } = request('user-a');
      temporary.store[SQL].prepare('UPDATE approvals SET approved_by = ?, approved_at = requested_at WHERE id = ?').run(
        other,
        Number(id),
      );
      expect(validApproval(temporary.store, 'one', 'f1', 'somebody-else')).toBeNull();
    });
  },
);

describe('an approval and a machine’s clock that is', () => {
  const setClock = (byMs: number) => vi.useFakeTimers({ now: Date.now() + byMs, toFake: ['Date'] });
  const valid = () => validApproval(temporary.store, 'one', 'f1', 'user-a');
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('set back by hours: an approval given later than now is not valid', () => {
    approve(temporary.store, 'one', request('user-a').id, 'user-b', FOR_MS);
    expect(valid()).not.toBeNull();
    setClock(-3_600_000);
    expect(valid()).toBeNull();
  });

  test('set back by seconds: it expires after its time', () => {
    approve(temporary.store, 'one', request('user-a').id, 'user-b', FOR_MS);
    setClock(-30_000);
    expect(valid()).not.toBeNull();
    const steady = performance.now();
    vi.spyOn(performance, 'now').mockReturnValue(steady + FOR_MS + 1);
    expect(valid()).toBeNull();
    expect(openApprovals(temporary.store, 'one')).toEqual([]);
  });

  test('set forward and back again: an expired one stays expired', () => {
    approve(temporary.store, 'one', request('user-a').id, 'user-b', FOR_MS);
    setClock(2 * FOR_MS);
    endExpiredApprovals(temporary.store);
    setClock(-2 * FOR_MS);
    expect(valid()).toBeNull();
    expect(request('user-a').approvedBy).toBeNull();
  });
});
