import type { JobRow } from '@/lib/contract/jobs-page.ts';
import type { StateLevel } from '../ui/state.tsx';

export function statusLabel(row: Pick<JobRow, 'status' | 'partial' | 'progress'>): { level: StateLevel; word: string } {
  switch (row.status) {
    case 'queued':
      return { level: 'idle', word: 'queued' };
    case 'running':
      return row.progress?.pausedBecause ? { level: 'warn', word: 'paused' } : { level: 'live', word: 'running' };
    case 'succeeded':
      return row.partial ? { level: 'warn', word: 'done in part' } : { level: 'done', word: 'done' };
    case 'failed':
      return { level: 'bad', word: 'failed' };
    case 'cancelled':
      return { level: 'idle', word: 'cancelled' };
    case 'interrupted':
      return { level: 'warn', word: 'interrupted' };
    default:
      return row.status satisfies never;
  }
}

export const isActive = (status: JobRow['status']) => status === 'queued' || status === 'running';
