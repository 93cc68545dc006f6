import type { JobResult, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { kinds } from './kinds.ts';

/** The aliases, indices and backups that a work is about, each once, the alias first. Pure. */
export function objectsOf(work: JobWork, result: JobResult | null = null): string[] {
  const kind = kinds.of(work);
  const alias = kind.alias?.name(work) ?? null;
  const backup = kind.backup(work);
  return [
    ...new Set([
      ...(alias === null ? [] : [alias]),
      ...kind.changedNames(work),
      ...(kind.alias?.targetsWhenPlanned(work).map(({ index }) => index) ?? []),
      ...(backup === null ? [] : [backup.id]),
      ...kind.moreObjects(work, result),
    ]),
  ];
}

/** The same of a plan before there is a job. */
export function objectsOfPlan(plan: Plan): string[] {
  const work: JobWork & { plan: Plan } = { kind: plan.kind, plan };
  return objectsOf(work);
}
