import type { SnapshotResult } from '@/lib/kinds/snapshot/schema.ts';
import { AfterRepositoryJob } from '../../repositories/after-repository-job.tsx';
import type { NextStepsProps } from '../kind-view.ts';

export function AfterSnapshot({ detail: { row, result } }: NextStepsProps) {
  if (row.status !== 'succeeded' || result === null) return null;
  const { repository } = result as SnapshotResult;
  return <AfterRepositoryJob name={repository}>The snapshot is listed in its repository.</AfterRepositoryJob>;
}
