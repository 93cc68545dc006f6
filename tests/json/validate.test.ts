import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VALID, validateJson } from '../../lib/json/validate.ts';
import { bytesOf, nearlyJson, validJson } from './arbitraries.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test('exactly what JSON.parse accepts is valid', () => {
  fc.assert(
    fc.property(fc.oneof(nearlyJson, validJson, fc.string({ unit: 'binary' })), (text) => {
      const bytes = bytesOf(text);
      expect(validateJson(bytes, 0, bytes.length) === VALID).toBe(isJson(bytes.toString('utf8')));
    }),
    { numRuns: 5000 },
  );
});

test('the offset of a wrong byte is within the bytes', () => {
  fc.assert(
    fc.property(nearlyJson, (text) => {
      const bytes = bytesOf(text);
      const wrong = validateJson(bytes, 0, bytes.length);
      if (wrong === VALID) return;
      expect(wrong).toBeGreaterThanOrEqual(0);
      expect(wrong).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 2000 },
  );
});

test('100,000 levels are validated without recursion', () => {
  const bytes = bytesOf('['.repeat(100_000) + ']'.repeat(100_000));
  expect(validateJson(bytes, 0, bytes.length)).toBe(VALID);
  expect(validateJson(bytes, 0, bytes.length - 1)).toBe(199_999);
});
