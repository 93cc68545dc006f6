import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, idOfAddress } from '@/lib/contract/backup-address.ts';

test('a file in the directory itself has the group "-", another one its folder', () => {
  expect(addressOf('government.zip')).toEqual({ group: '-', name: 'government.zip' });
  expect(addressOf('government/a.zip')).toEqual({ group: 'government', name: 'a.zip' });
});

test('every id is read back from its address, also in a folder named "-"', () => {
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
