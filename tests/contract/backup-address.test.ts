import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, idOfAddress } from '@/lib/contract/backup-address.ts';

test('a flat file stands under "-", a filed one under its folder', () => {
  expect(addressOf('government.zip')).toEqual({ group: '-', name: 'government.zip' });
  expect(addressOf('government/a.zip')).toEqual({ group: 'government', name: 'a.zip' });
});

test('every id comes back from its address, also from a folder that is called like the sign for none', () => {
  const name = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
  fc.assert(
    fc.property(
      fc.oneof(
        name,
        fc.tuple(fc.oneof(name, fc.constantFrom('-', '--', '-a')), name).map((parts) => parts.join('/')),
      ),
      (id) => idOfAddress(addressOf(id)) === id,
    ),
  );
});
