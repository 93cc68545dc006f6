import type { ChangeRepositoryResult } from '@/lib/kinds/change-repository/schema.ts';
import { AfterRepositoryJob } from '../../repositories/after-repository-job.tsx';
import type { NextStepsProps } from '../kind-view.ts';

const SENTENCES: Record<ChangeRepositoryResult['action'], string> = {
  register: 'Check that its snapshots are the ones that you expect.',
  change: 'Check that its snapshots are the ones that you expect.',
  'clean-up': 'No snapshot was deleted.',
  unregister: 'Its snapshots can be restored again when it is registered with the same settings.',
};

export function AfterRepositoryChange({ detail: { row, result } }: NextStepsProps) {
  if (row.status !== 'succeeded' || result === null) return null;
  const { action, name } = result as ChangeRepositoryResult;
  return <AfterRepositoryJob name={action === 'unregister' ? undefined : name}>{SENTENCES[action]}</AfterRepositoryJob>;
}
