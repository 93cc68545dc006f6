import { expect, test } from 'vitest';
import { keyOfLookUp, searchedIn, sidesIn } from '../../app/[cluster]/look-up/address.ts';
import { placeWords, throughWords } from '../../app/[cluster]/look-up/hit-words.ts';

test('a costly query that is confirmed for some indices is not confirmed for others', () => {
  const asked = { kind: 'words', text: '*a' } as const;
  const keys = [
    keyOfLookUp(asked, 'one', undefined),
    keyOfLookUp(asked, 'other', undefined),
    keyOfLookUp(asked, 'one', 'other'),
    keyOfLookUp(asked, 'other', 'one'),
    keyOfLookUp({ kind: 'json', text: '*a' }, 'one', undefined),
    keyOfLookUp({ kind: 'words', text: '*b' }, 'one', undefined),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(keyOfLookUp({ ...asked }, 'one', undefined)).toBe(keys[0]);
});

test('a document that an alias does not show is not said to be missing in the index', () => {
  const alias = { name: 'pages', filtered: false, routed: false };
  const place = (more: Partial<typeof alias>) =>
    placeWords({ is: 'missing' }, 1, { at: 'right', through: throughWords({ ...alias, ...more }) });
  expect(place({})).toBe('not in the index on the right');
  expect(place({ filtered: true })).toBe('on the right not found through the filter of pages');
  expect(place({ routed: true })).toBe('on the right not found through the search routing of pages');
  expect(place({ filtered: true, routed: true })).toBe(
    'on the right not found through the filter and the search routing of pages',
  );
});

test('the first index is searched only where neither an index nor a cluster is chosen', () => {
  const leftOf = (address: Parameters<typeof sidesIn>[0]) => sidesIn(address, 'production', 'first').left;
  expect(leftOf({})).toBe('first');
  expect(leftOf({ left: 'chosen', leftCluster: 'staging' })).toBe('chosen');
  expect(leftOf({ leftCluster: 'staging' })).toBeUndefined();
  expect(leftOf({ leftCluster: 'production' })).toBeUndefined();
});

test('a cluster that is chosen on the right changes nothing before an index is chosen there', () => {
  const searched = (address: Parameters<typeof sidesIn>[0]) => searchedIn(sidesIn(address, 'production', 'first'));
  expect(searched({ rightCluster: 'staging' })).toEqual(searched({}));
  expect(searched({ right: 'other', rightCluster: 'staging' })).toMatchObject({
    right: 'other',
    rightCluster: 'staging',
  });
});
