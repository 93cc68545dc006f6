import type { JobRow } from '@/lib/contract/jobs-page.ts';
import { plural } from '@/lib/format.ts';
import type { StateLevel } from '../ui/state.tsx';

export function statusLabel(row: Pick<JobRow, 'status' | 'partial' | 'progress' | 'warning' | 'missing'>): {
  level: StateLevel;
  word: string;
} {
  switch (row.status) {
    case 'queued':
      return { level: 'idle', word: 'Queued' };
    case 'running':
      return runningLabel(row.progress);
    case 'succeeded':
      return row.partial
        ? { level: 'warn', word: 'Partial' }
        : { level: missingLabel(row) === null && row.warning === undefined ? 'done' : 'warn', word: 'Done' };
    case 'failed':
      return { level: 'bad', word: 'Failed' };
    case 'cancelled':
      return { level: 'idle', word: 'Cancelled' };
    case 'interrupted':
      return { level: 'warn', word: 'Interrupted' };
    default:
      return row.status satisfies never;
  }
}

function runningLabel(progress: JobRow['progress']): { level: StateLevel; word: string } {
  if (progress?.pausedBecause) return { level: 'warn', word: 'Paused' };
  return progress?.waitingFor ? { level: 'warn', word: 'Waiting' } : { level: 'live', word: 'Running' };
}

/** "7,599 documents missing": a job that did what it should, though documents were lost by it. null: none. */
export const missingLabel = ({ missing }: Pick<JobRow, 'missing'>): string | null =>
  missing === undefined ? null : `${plural(missing, 'document')} missing`;

export const isActive = (status: JobRow['status']) => status === 'queued' || status === 'running';
