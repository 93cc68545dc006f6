import { expect, test } from 'vitest';
import { watermarksLabel } from '../../components/health-labels.ts';

test('a watermark says whether it is about what is used or what is left', () => {
  expect(watermarksLabel({ low: '85%', high: '.905', flood: '1gb' })).toBe(
    'low 85 % used, high 90.5 % used, flood stage 1 GB free',
  );
  expect(watermarksLabel({ low: '1.5tb', high: 'whatever', flood: '0.57' })).toBe(
    'low 1.5 TB free, high whatever, flood stage 57 % used',
  );
});
