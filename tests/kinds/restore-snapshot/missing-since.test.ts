import { expect, test } from 'vitest';
import { missingSince } from '../../../lib/kinds/restore-snapshot/effect.ts';
import type { RestoreSnapshotPlan } from '../../../lib/kinds/restore-snapshot/schema.ts';

const sentence = (since: RestoreSnapshotPlan['since'], live = 1, from?: string) =>
  missingSince(
    {
      snapshot: { takenAt: '2026-11-28T03:00:00.000Z' },
      since,
      ...(from === undefined ? {} : { from }),
      before: Array.from({ length: live }, () => ({})),
    } as unknown as RestoreSnapshotPlan,
    Date.parse('2026-11-28T07:00:00.000Z'),
  );

test('what is missing after the restore is counted, and nothing is said of what was not', () => {
  expect(sentence({ written: 0, replaced: 0 })).toBe('nothing. The live index has not changed since 28 Nov 03:00 UTC.');
  expect(sentence({ written: 0, replaced: null })).toMatch(/how many were deleted is not known/);
  expect(sentence({ written: 1, replaced: 0 })).toBe(
    '1 document that was added or changed after 28 Nov 03:00 UTC. The live index keeps them.',
  );
  expect(sentence({ written: 3, replaced: 1 })).toMatch(
    /, and 1 document of the snapshot that was changed or deleted since comes back as it was/,
  );
  expect(sentence(null)).toBe('changes made after 28 Nov 03:00 UTC. The live index keeps them.');
  expect(sentence(null, 0)).toBe('changes made after 28 Nov 03:00 UTC.');
});

test('a copy has nothing of what was written on this cluster', () => {
  const always = 'what was written on this cluster, at any time: the snapshot is of another one.';
  expect(sentence(null, 1, 'staging')).toBe(`${always} The live index keeps it.`);
  expect(sentence(null, 0, 'staging')).toBe(always);
});
