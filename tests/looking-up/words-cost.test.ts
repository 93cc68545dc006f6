import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costlyParts } from '../../lib/looking-up/words-cost.ts';

const costs = (query: string) =>
  costlyParts(query).map(({ kind, text }) => `${kind === 'leading-wildcard' ? 'wildcard' : 'regexp'} ${text}`);

describe('costlyParts', () => {
  it('finds a word that begins with a wildcard, wherever the word begins', () => {
    expect(costs('*foo')).toEqual(['wildcard *foo']);
    expect(costs('?oo')).toEqual(['wildcard ?oo']);
    expect(costs('title:*foo')).toEqual(['wildcard *foo']);
    expect(costs('a +*b -*c !*d (*e OR *f)')).toEqual([
      'wildcard *b',
      'wildcard *c',
      'wildcard *d',
      'wildcard *e',
      'wildcard *f',
    ]);
    expect(costs('title:(harbour *mit)')).toEqual(['wildcard *mit']);
    expect(costs('NOT *foo')).toEqual(['wildcard *foo']);
    expect(costs('a\u3000*foo')).toEqual(['wildcard *foo']);
    expect(costs('"a phrase"*foo')).toEqual(['wildcard *foo']);
    expect(costs('foo^2*bar foo~1*bar')).toEqual(['wildcard *bar', 'wildcard *bar']);
    expect(costs('**')).toEqual(['wildcard **']);
    expect(costs('?')).toEqual(['wildcard ?']);
    expect(costs('*\\:foo')).toEqual(['wildcard *\\:foo']);
  });

  it('leaves every other word alone', () => {
    for (const query of [
      'harbour permit',
      'harb* h?rbour ha*r',
      '*',
      '*:*',
      'title:*',
      'title:(*)',
      '_exists_:title',
      '\\*foo',
      '\\\\\\*foo',
      '"*foo"',
      'title:"*foo /bar/"',
      '"a \\" *b"',
      'views:[* TO 5]',
      'views:{1 TO *}',
      'views:>=10',
      'date:["2020/01/01" TO "2020/02/01"]',
      't*:foo',
      '*tle:foo',
      'foo~2 foo^3',
      'a\\/b\\/c',
      'a-*'.replace('*', 'b'),
      'well-known',
    ])
      expect({ query, costs: costs(query) }).toEqual({ query, costs: [] });
  });

  it('finds a regular expression, also in the middle of a path', () => {
    expect(costs('/harb.*/')).toEqual(['regexp /harb.*/']);
    expect(costs('title:/a\\/b/')).toEqual(['regexp /a\\/b/']);
    expect(costs('/government/apply')).toEqual(['regexp /government/']);
    expect(costs('a/b/c')).toEqual(['regexp /b/']);
    expect(costs('a/b')).toEqual([]);
  });

  it('looks at what follows a bracket or a quote that is not closed', () => {
    expect(costs('[ *foo')).toEqual(['wildcard *foo']);
    expect(costs('"*foo')).toEqual([]);
  });

  it('ends a range where the cluster ends it', () => {
    for (const query of [
      '[a"b TO c] /.*x.*/ "] y"',
      '[a"b TO c"d] /.*x.*/ [e TO "] y"]',
      '[a TO b\\] /.*x.*/ [c TO d]',
      '[a\t"b TO c] /.*x.*/ "] y"',
      '["" TO c] /.*x.*/ "] y"',
      '["a"b TO c] /.*x.*/ "] y"',
      '["a b"c TO d] /.*x.*/',
    ])
      expect({ query, costs: costs(query) }).toEqual({ query, costs: ['regexp /.*x.*/'] });
    expect(costs('["a] /b/" TO "c\\"} /d/"} e')).toEqual([]);
  });

  it('ends, and finds a wildcard at the start of any word after any other text that is complete', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (query) => void costs(query)));
    const word = fc.constantFrom(
      'a',
      'b*',
      '"c *"',
      'd:[* TO 1]',
      '\\*e',
      'f:g',
      '+h',
      '(i)',
      'j~1',
      'k^2',
      'l-m',
      'n\\ *',
    );
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (before, after) => {
        expect(costs([...before, ...after].join(' '))).toEqual([]);
        expect(costs([...before, '*x', ...after].join(' '))).toEqual(['wildcard *x']);
      }),
    );
  });
});
