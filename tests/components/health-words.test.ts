import { expect, test } from 'vitest';
import { watermarksWords } from '../../components/health-words.ts';

test('a watermark says whether it limits used or free space', () => {
  expect(watermarksWords({ low: '85%', high: '.905', flood: '1gb' })).toBe(
    'low 85 % used, high 90.5 % used, flood stage 1 GB free',
  );
  expect(watermarksWords({ low: '1.5tb', high: 'whatever', flood: '0.57' })).toBe(
    'low 1.5 TB free, high whatever, flood stage 57 % used',
  );
});
