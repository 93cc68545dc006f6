import { expect, test } from 'vitest';
import { historyOf } from '@/app/[cluster]/index/[name]/history-entries.ts';
import type { IndexPage } from '@/lib/contract/index-page.ts';

const AT = '2026-11-28T03:00:00.000Z';

/** Of an index that somebody closed. */
function page(jobs: IndexPage['jobs'], creatorUnknown?: string): IndexPage {
  const standing = {
    state: 'exists',
    index: { createdAt: AT },
    createdBy: null,
    ...(creatorUnknown === undefined ? {} : { creatorUnknown }),
  };
  const change = { id: '1', at: AT, level: 'warn', sentence: 'It was closed.', job: null, subjects: ['plain'] };
  return { changes: [change], jobs, losses: [], standing } as unknown as IndexPage;
}

const details = (of: IndexPage) => historyOf(of).map(({ detail }) => detail);

test('what no job did is not by Restore Desk, and what can’t be known is not claimed', () => {
  expect(details(page([]))).toEqual(['not by Restore Desk', 'not by Restore Desk']);
  const unknown = 'by whom is not known: the jobs can’t be read';
  expect(details(page(null, 'the jobs can’t be read'))).toEqual([unknown, unknown]);
});
