import { expect, test } from 'vitest';
import { namesThatFit } from '../../components/backups/names-that-fit.ts';
import { backupWish } from '../../lib/contract/api.ts';

test('names are passed on until an address is full, and the server takes them', () => {
  const few = Array.from({ length: 150 }, (_, n) => `alias-${n}`);
  expect(namesThatFit(few)).toEqual(few);
  for (const name of ['a'.repeat(200), 'ü'.repeat(100)]) {
    const many = Array.from({ length: 150 }, (_, n) => `${name}${n}`);
    const fitting = namesThatFit(many);
    expect(fitting).toEqual(many.slice(0, fitting.length));
    expect(fitting.length).toBeGreaterThan(5);
    expect(fitting.length).toBeLessThan(150);
    const text = fitting.join(',');
    expect(encodeURIComponent(text).length).toBeLessThanOrEqual(8_000);
    expect(backupWish.parse({ aliases: text }).aliases).toBe(text);
  }
});
