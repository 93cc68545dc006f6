import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { NextDay } from '@/app/[cluster]/schedules/next-day.tsx';

const HOUR = 3_600_000;
const from = Date.UTC(2026, 10, 30);
const iso = (time: number) => new Date(time).toISOString();

test('of many schedules those that run first have a line, and the others are counted', () => {
  const lanes = Array.from({ length: 24 }, (_, place) => ({
    name: `lane ${place};`,
    times: [iso(from + (24 - place) * HOUR)],
    more: false,
  }));
  const page = renderToString(<NextDay nextDay={{ from: iso(from), to: iso(from + 24 * HOUR), lanes }} />);
  const names = [...page.matchAll(/title="(lane \d+;)"/g)].map(([, name]) => name);
  expect(names).toEqual([23, 22, 21, 20, 19, 18, 17, 16, 15, 14].map((place) => `lane ${place};`));
  expect(page.replaceAll('<!-- -->', '')).toContain('and 14 more, which run later');
});
