import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf } from '../../lib/looking-up/content.ts';
import { matchSides, type KnownDocument, type SideToMatch } from '../../lib/looking-up/match-sides.ts';

const document = (id: string, source: string | null = '{}', more: Partial<KnownDocument> = {}): KnownDocument => ({
  id,
  routing: null,
  type: null,
  content: source === null ? null : contentOf(Buffer.from(source)),
  matched: true,
  ...more,
});
const side = (
  ranked: readonly KnownDocument[],
  others: readonly KnownDocument[] = [],
  incomplete: string | null = null,
): SideToMatch => ({
  hits: ranked,
  known: [...ranked, ...others],
  incomplete,
});

describe('matchSides', () => {
  it('says of each document where it is on the other side', () => {
    const left = side(['same', 'moved', 'below', 'unmatched', 'gone'].map((id) => document(id)));
    const right = side(
      [document('same'), document('new'), document('moved')],
      [document('below'), document('unmatched', '{}', { matched: false })],
    );
    expect(matchSides(left, right)).toEqual([
      { place: { is: 'ranked', rank: 1 }, content: 'same' },
      { place: { is: 'ranked', rank: 3 }, content: 'same' },
      { place: { is: 'below' }, content: 'same' },
      { place: { is: 'unmatched' }, content: 'same' },
      { place: { is: 'missing' }, content: null },
    ]);
  });

  it('compares by value, with every digit of a number', () => {
    const content = (left: string | null, right: string | null) =>
      matchSides(side([document('a', left)]), side([document('a', right)]))[0]!.content;
    expect(content('{"a":1,"b":2}', '{ "b": 2.0, "a": 1 }')).toBe('same');
    expect(content('{"n":9007199254740993}', '{"n":9007199254740992}')).toBe('changed');
    expect(content('{"n":"1"}', '{"n":1}')).toBe('changed');
    expect(content(null, '{}')).toBe('unknown');
  });

  it('tells documents of one id by their routing', () => {
    const left = side([document('a', '{}', { routing: 'x' }), document('b')]);
    const right = side([document('a', '{}', { routing: 'y' }), document('b', '{}', { routing: 'z' })]);
    expect(matchSides(left, right).map(({ place }) => place)).toEqual([
      { is: 'otherRouting', routings: ['y'] },
      { is: 'otherRouting', routings: ['z'] },
    ]);
  });

  it('does not say that a document is missing where the other side did not say all', () => {
    const [verdict] = matchSides(side([document('a')]), side([], [], '1 of 2 shards did not answer'));
    expect(verdict).toEqual({ place: { is: 'unknown', why: '1 of 2 shards did not answer' }, content: null });
  });

  it('ignores the mapping type, but where one id has several', () => {
    const typed = (type: string) => document('a', '{}', { type });
    expect(matchSides(side([typed('page')]), side([typed('_doc')]))[0]).toMatchObject({ content: 'same' });
    expect(matchSides(side([typed('page'), typed('link')]), side([typed('_doc')]))[0]!.place.is).toBe('unknown');
  });

  it('says the same of both sides', () => {
    const documents = fc.uniqueArray(
      fc.record({ id: fc.constantFrom('a', 'b', 'c', '__proto__'), routing: fc.constantFrom(null, 'r'), n: fc.nat(1) }),
      { selector: ({ id, routing }) => `${id} ${routing}`, maxLength: 6 },
    );
    const toSide = (some: readonly { id: string; routing: string | null; n: number }[]) =>
      side(some.map(({ id, routing, n }) => document(id, `{"n":${n}}`, { routing })));
    fc.assert(
      fc.property(documents, documents, (one, other) => {
        const [left, right] = [toSide(one), toSide(other)];
        const [ofLeft, ofRight] = [matchSides(left, right), matchSides(right, left)];
        expect(ofLeft).toHaveLength(one.length);
        ofLeft.forEach(({ place, content }, at) => {
          if (place.is === 'ranked')
            expect(ofRight[place.rank - 1]).toEqual({ place: { is: 'ranked', rank: at + 1 }, content });
          else expect(other.some(({ id, routing }) => id === one[at]!.id && routing === one[at]!.routing)).toBe(false);
        });
      }),
    );
  });
});
