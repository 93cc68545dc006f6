import type { BackupKnowledge } from '../../backups/known-backups.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RetentionRules, ScheduleSelection } from '../../contract/schedule.ts';
import { AppError } from '../../errors.ts';
import type { PlanKind } from '../run-kind.ts';

export interface RetentionRequest {
  schedule: string | null;
  what: ScheduleSelection;
  source: string | null;
  repository: string | null;
  rules: RetentionRules;
  timeZone: string;
  knowledge: BackupKnowledge;
  notBackedUp: readonly string[];
}

type RetentionPlan = Plan & { backups: readonly unknown[]; snapshots: readonly unknown[] };

export const planRetention: PlanKind<RetentionRequest, RetentionPlan> = () =>
  Promise.reject(new AppError('unsupported', 'Not built yet.'));
