import type { VerifyRepositoryResult } from '@/lib/kinds/verify-repository/schema.ts';
import { AfterRepositoryJob } from '../../repositories/after-repository-job.tsx';
import type { NextStepsProps } from '../kind-view.ts';

export function AfterVerification({ detail: { row, result } }: NextStepsProps) {
  if (row.status !== 'succeeded' || result === null) return null;
  const { repository } = result as VerifyRepositoryResult;
  return <AfterRepositoryJob name={repository}>Every node can take part in snapshots and restores.</AfterRepositoryJob>;
}
