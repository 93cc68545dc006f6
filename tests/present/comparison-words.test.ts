import { describe, expect, it } from 'vitest';
import type { ComparedSides, ShownSide } from '../../lib/contract/comparison-page.ts';
import type { BucketCounts } from '../../lib/contract/difference.ts';
import { comparisonBar } from '../../lib/present/comparison-bar.ts';
import { bucketName, comparisonVerdict, liveDifference, sideNames } from '../../lib/present/comparison-words.ts';
import { versionsLabel } from '../../lib/present/difference-versions.ts';

const counts = (over: Partial<BucketCounts> = {}): BucketCounts => ({
  equal: 0,
  sameValues: 0,
  changed: 0,
  onlyLeft: 0,
  onlyRight: 0,
  ...over,
});
const backup: ShownSide = { kind: 'backup', id: 'a.zip', place: '/b/a.zip', group: 'a', takenAt: null, documents: 1 };
const index = (aliases: readonly string[] | null): ShownSide => ({
  kind: 'index',
  index: 'a-1',
  alias: null,
  documents: 1,
  now: aliases === null ? null : { exists: true, aliases },
});
const live = index(['a']);
const other = index([]);
const unknown = index(null);
const withLive: ComparedSides = { left: backup, right: live };
const verdict = (of: Partial<BucketCounts>, sides: ComparedSides = withLive) => {
  const { level, sentences } = comparisonVerdict(counts(of), sides);
  return `${level}: ${sentences.map(({ text }) => text).join(' ')}`;
};

describe('sides', () => {
  it('are named by what they are, and by their place where they are the same', () => {
    expect(sideNames(withLive)).toEqual({ left: 'the backup', right: 'the live index' });
    expect(sideNames({ left: other, right: live })).toEqual({ left: 'the index', right: 'the live index' });
    expect(sideNames({ left: live, right: live })).toEqual({ left: 'the left index', right: 'the right index' });
    expect(sideNames({ left: backup, right: backup })).toEqual({ left: 'the left backup', right: 'the right backup' });
  });

  it('are live only where that is known', () => {
    expect(bucketName('onlyRight', withLive)).toBe('Only live');
    expect(bucketName('onlyRight', { left: backup, right: other })).toBe('Only in the index');
    expect(bucketName('onlyRight', { left: backup, right: unknown })).toBe('Only in the index');
    expect(bucketName('onlyLeft', { left: other, right: other })).toBe('Only in the left index');
    expect(bucketName('onlyLeft', withLive)).toBe('Only in the backup');
  });
});

describe('comparisonVerdict', () => {
  it('says that both are equal, or empty', () => {
    expect(verdict({})).toBe('idle: Both sides are empty.');
    expect(verdict({ equal: 8940 })).toBe('ok: All 8,940 documents are equal.');
    expect(verdict({ equal: 1 })).toBe('ok: The one document of both sides is equal.');
  });

  it('tells spelling from content', () => {
    expect(verdict({ equal: 10, sameValues: 2 })).toBe(
      'ok: All 12 documents have the same values; 2 are spelled differently.',
    );
    expect(verdict({ sameValues: 2 })).toBe('ok: All 2 documents have the same values; all are spelled differently.');
    expect(verdict({ sameValues: 1 })).toBe(
      'ok: The one document of both sides has the same values; it is spelled differently.',
    );
    expect(verdict({ equal: 10, sameValues: 1, onlyLeft: 1 })).toBe(
      'warn: 1 document of the backup is missing from the live index. 1 document has the same values, spelled differently.',
    );
  });

  it('says of a backup and the live index what a restore would not have', () => {
    expect(verdict({ equal: 1092, changed: 14, onlyLeft: 7834, onlyRight: 12 })).toBe(
      'warn: 7,834 documents of the backup are missing from the live index. ' +
        '26 documents of the live index differ from the backup or are missing from it. ' +
        'A restore of this backup alone would not have them.',
    );
    expect(verdict({ equal: 5, changed: 1 })).toBe(
      'warn: 1 document of the live index differs from the backup. A restore of this backup alone would not have it.',
    );
    expect(verdict({ onlyRight: 3 })).toBe(
      'warn: 3 documents of the live index are missing from the backup. A restore of this backup alone would not have them.',
    );
    expect(verdict({ onlyLeft: 3 })).toBe('warn: 3 documents of the backup are missing from the live index.');
  });

  it('says nothing of a restore for two indices, or an index that is not known to be live', () => {
    const of = { equal: 5, changed: 2, onlyLeft: 1, onlyRight: 3 };
    for (const right of [other, unknown])
      expect(verdict(of, { left: backup, right })).toBe(
        'warn: 1 document of the backup is missing from the index. 5 documents of the index differ from the backup or are missing from it.',
      );
    expect(verdict(of, { left: other, right: live })).toBe(
      'warn: 1 document of the index is missing from the live index. 5 documents of the live index differ from the index or are missing from it.',
    );
  });
});

describe('liveDifference', () => {
  it('names what a restore would lose and what the live index lacks', () => {
    expect(liveDifference(counts({ equal: 9, changed: 300, onlyRight: 12, onlyLeft: 7822 }))).toBe(
      '312 live documents differ from the backup or are missing from it; 7,822 of the backup are missing from the live index.',
    );
    expect(liveDifference(counts({ changed: 1 }))).toBe(
      '1 live document differs from the backup or is missing from it.',
    );
    expect(liveDifference(counts({ onlyLeft: 1 }))).toBe('1 document of the backup is missing from the live index.');
    expect(liveDifference(counts({ equal: 3 }))).toBe('The live index has the same documents as the backup.');
    expect(liveDifference(counts({ sameValues: 3 }))).toBe(
      'The live index has the same documents as the backup; some are spelled differently.',
    );
    expect(liveDifference(counts())).toBe('The live index and the backup are both empty.');
  });
});

describe('comparisonBar', () => {
  it('fills its width, and says how many parts are wider than their share', () => {
    const { parts, widened } = comparisonBar(counts({ equal: 1092, changed: 14, onlyLeft: 7834, onlyRight: 12 }));
    expect(parts.map(({ bucket }) => bucket)).toEqual(['onlyLeft', 'equal', 'changed', 'onlyRight']);
    expect(widened).toBe(2);
    const last = parts.at(-1)!;
    expect(last.from + last.width).toBeCloseTo(100);
    expect(last.width).toBe(1.2);
    expect(parts[0]!.width / parts[1]!.width).toBeCloseTo(7834 / 1092);
  });

  it('has no part without documents', () => {
    expect(comparisonBar(counts())).toEqual({ parts: [], widened: 0 });
    expect(comparisonBar(counts({ equal: 3 }))).toEqual({
      parts: [{ bucket: 'equal', from: 0, width: 100 }],
      widened: 0,
    });
  });
});

describe('versionsLabel', () => {
  it('shows versions with all their digits, and none that is not known', () => {
    const label = (left: string | null, right: string | null) => versionsLabel({ versions: { left, right } });
    expect(label('9007199254740993', '9007199254740994')).toBe('version 9007199254740993 → 9007199254740994');
    expect(label('4', '4')).toBe('version 4');
    expect(label(null, '2')).toBe('version 2');
    expect(label(null, null)).toBeNull();
  });
});
