import { expect, test } from 'vitest';
import { defaultAlias } from '../../app/[cluster]/backups/choose/choices-of.ts';
import type { BackupsPage } from '../../lib/contract/backups-page.ts';

const pageOf = (groups: string[], names?: string[]) =>
  ({
    groups: groups.map((group) => ({ group })),
    chosen: names === undefined ? null : { names },
  }) as unknown as BackupsPage;

test('without an alias in the address, the backups of the chosen backup’s alias are listed', () => {
  expect(defaultAlias(pageOf(['government', 'products'], ['products', 'shop']))).toBe('products');
});

test('without a chosen backup, the backups of the first alias are listed', () => {
  expect(defaultAlias(pageOf(['government', 'products']))).toBe('government');
  expect(defaultAlias(pageOf([]))).toBeNull();
});

test('a backup that is filed under the name of its index is listed by its alias', () => {
  expect(defaultAlias(pageOf(['government', 'products'], ['products-1', 'products']))).toBe('products');
});

test('an alias that is not among the listed ones is still that of its backup', () => {
  expect(defaultAlias(pageOf(['government'], ['products-1']))).toBe('products-1');
});
