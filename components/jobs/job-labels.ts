import type { JobRow } from '@/lib/contract/jobs-page.ts';
import type { StateLevel } from '../ui/state.tsx';

export function statusLabel(row: Pick<JobRow, 'status' | 'partial' | 'progress' | 'warning'>): {
  level: StateLevel;
  word: string;
} {
  switch (row.status) {
    case 'queued':
      return { level: 'idle', word: 'queued' };
    case 'running':
      return runningLabel(row.progress);
    case 'succeeded':
      if (row.partial) return { level: 'warn', word: 'done in part' };
      return { level: row.warning === undefined ? 'done' : 'warn', word: 'done' };
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

function runningLabel(progress: JobRow['progress']): { level: StateLevel; word: string } {
  if (progress?.pausedBecause) return { level: 'warn', word: 'paused' };
  return progress?.waitingFor ? { level: 'warn', word: 'waiting' } : { level: 'live', word: 'running' };
}

export const isActive = (status: JobRow['status']) => status === 'queued' || status === 'running';
