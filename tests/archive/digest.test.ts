import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentDigest, type Span } from '../../lib/archive/digest.ts';

const span = (text: string): Span => {
  const bytes = Buffer.from(text);
  return { bytes, start: 0, end: bytes.length };
};
const digestOf = (documents: readonly [string, string | null, string][]): string => {
  const digest = new ContentDigest();
  for (const [id, routing, source] of documents)
    digest.add(span(id), routing === null ? null : span(routing), span(source));
  return digest.hex();
};
const document = fc.tuple(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.option(fc.string({ maxLength: 8 })),
  fc.string({ maxLength: 200 }),
);

describe('the content digest', () => {
  it('is the same in any order', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 20 }), (documents) => {
        expect(digestOf([...documents].reverse())).toBe(digestOf(documents));
      }),
    );
  });

  it('changes with any byte of an id, a routing or a source', () => {
    fc.assert(
      fc.property(document, fc.constantFrom(0, 1, 2), fc.nat(), (original, part, at) => {
        const changed: [string, string | null, string] = [...original];
        const text = `${changed[part] ?? ''}x`;
        changed[part] = text.slice(0, at % text.length) + 'ÿ' + text.slice(at % text.length);
        expect(digestOf([changed])).not.toBe(digestOf([original]));
      }),
    );
  });

  it('depends on whether there is a routing, and on where each part ends', () => {
    expect(
      new Set([
        digestOf([['a', null, 'bc']]),
        digestOf([['a', '', 'bc']]),
        digestOf([['ab', null, 'c']]),
        digestOf([['a', 'b', 'c']]),
        digestOf([]),
      ]).size,
    ).toBe(5);
  });

  it('a document can be subtracted again', () => {
    const all = ContentDigest.fromHex(
      digestOf([
        ['a', null, '1'],
        ['b', 'r', '2'],
      ]),
    );
    const one = new ContentDigest();
    one.add(span('b'), span('r'), span('2'));
    expect(all.without(one).hex()).toBe(digestOf([['a', null, '1']]));
  });

  it('is stable for a source of several pieces, and changes with its last byte', () => {
    const large = 'x'.repeat(300_000);
    expect(digestOf([['a', null, large]])).not.toBe(digestOf([['a', null, `${large.slice(0, -1)}y`]]));
    expect(digestOf([['a', null, large]])).toBe(digestOf([['a', null, large]]));
  });
});
