import { describe, expect, it } from 'vitest';
import {
  bytesBelowHighWatermark,
  parseByteSize,
  requiredFreeBytes,
  watermarkOf,
} from '../../../lib/elasticsearch/health/disk-watermarks.ts';

describe('watermarks', () => {
  const GB = 1024 ** 3;
  it('are percentages of the disk, with a headroom from 8 on, or free bytes', () => {
    expect([parseByteSize('50gb'), parseByteSize('1.5TB'), parseByteSize('10'), parseByteSize('-1')]).toEqual([
      50 * GB,
      1.5 * 1024 * GB,
      null,
      null,
    ]);
    expect(requiredFreeBytes('90%', undefined, 100 * GB)).toBeCloseTo(10 * GB);
    expect(requiredFreeBytes('0.9', undefined, 100 * GB)).toBeCloseTo(10 * GB);
    expect(requiredFreeBytes('90%', '150GB', 10_000 * GB)).toBe(150 * GB);
    expect(requiredFreeBytes('90%', '-1', 10_000 * GB)).toBeCloseTo(1000 * GB);
    expect(requiredFreeBytes('20gb', undefined, 100 * GB)).toBe(20 * GB);
  });

  it('a disk is above the highest watermark that it exceeds', () => {
    const marks = { low: '85%', high: '90%', flood: '95%', headroom: {} };
    expect([20, 12, 7, 3].map((free) => watermarkOf(marks, 100, free))).toEqual(['below', 'low', 'high', 'flood']);
    expect([bytesBelowHighWatermark(marks, 1000, 500), bytesBelowHighWatermark(marks, 1000, 50)]).toEqual([400, 0]);
    expect(watermarkOf({ ...marks, high: 'whatever' }, 100, 20)).toBeNull();
  });
});
