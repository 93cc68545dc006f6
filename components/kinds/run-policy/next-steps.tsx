import type { RunPolicyResult } from '@/lib/kinds/run-policy/schema.ts';
import { AfterRepositoryJob } from '../../repositories/after-repository-job.tsx';
import type { NextStepsProps } from '../kind-view.ts';

export function AfterPolicy({ detail: { row, result } }: NextStepsProps) {
  if (row.status !== 'succeeded' || result === null) return null;
  const { repository } = result as RunPolicyResult;
  return <AfterRepositoryJob name={repository}>The snapshot is listed in its repository.</AfterRepositoryJob>;
}
