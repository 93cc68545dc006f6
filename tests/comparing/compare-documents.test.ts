import { describe, expect, it } from 'vitest';
import { compareDocuments } from '../../lib/comparing/compare-documents.ts';

const found = (text: string | null, changedSince = false) => ({
  source: text === null ? null : Buffer.from(text),
  changedSince,
});

describe('compareDocuments', () => {
  it('compares two documents field by field, and says that one has changed since', () => {
    expect(compareDocuments(found('{"a":1}'), found('{"a":2}', true))).toMatchObject({
      left: { state: 'read', bytes: 7, changedSince: false },
      right: { state: 'read', changedSince: true },
      fields: { found: 1 },
      notCompared: null,
      only: null,
    });
  });

  it('shows the document of an only side, cut where it is long', () => {
    expect(compareDocuments(found('{"a":1}'), found(null))).toMatchObject({
      right: { state: 'missing' },
      fields: null,
      only: { text: '{"a":1}', cut: false },
    });
    const long = compareDocuments(found(null), found(`{"a":"${'é'.repeat(50_000)}"}`));
    expect(long.only).toMatchObject({ cut: true });
    expect(long.only!.text).toHaveLength(20_000);
  });

  it('says why a side could not be read, and shows the other one', () => {
    expect(compareDocuments({ why: 'The index is closed.' }, found('{}'))).toMatchObject({
      left: { state: 'unreadable', why: 'The index is closed.', changedSince: null },
      only: { text: '{}' },
    });
  });

  it('does not parse what is large, has too many values, or is no JSON', () => {
    const notCompared = (text: string) => compareDocuments(found('{}'), found(text)).notCompared;
    expect(notCompared(`{"a":"${'x'.repeat(1024 * 1024)}"}`)).toMatch(/more than 1.0 MB is not compared/);
    expect(notCompared(`[${'1,'.repeat(100_001)}1]`)).toMatch(/holds more than 100,000 values/);
    expect(notCompared('{"a":')).toMatch(/not JSON/);
    expect(notCompared('{"a":1}')).toBeNull();
  });
});
