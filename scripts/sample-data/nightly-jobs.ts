import { createHash } from 'node:crypto';
import type { Schedule } from '../../lib/contract/schedule.ts';
import { auditJobEnd } from '../../lib/jobs/audit-job-end.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { scheduleActor } from '../../lib/jobs/scheduler/schedule-actor.ts';
import type { JobStore } from '../../lib/jobs/store/job-store.ts';
import type { BackupResult, BackupWork, IndexBackupResult } from '../../lib/kinds/backup/schema.ts';
import type { DecidedBackup, RetentionPlan, RetentionResult, RetentionWork } from '../../lib/kinds/retention/schema.ts';
import { decideBackups, type Item, type Row } from '../../lib/retention/decide-backups.ts';
import { sentenceOfReason } from '../../lib/retention/sentence.ts';
import type { SampleBackup } from './fill-cluster.ts';
import { atTime } from './with-shifted-clock.ts';

const BACKUP_MS = 4 * 60_000;

/** Adds the ended jobs of the runs of a schedule, oldest run first: a backup, then what its rules deleted. */
export class NightlyJobs {
  /** The backups of each alias that there are after the last run, newest first. */
  private readonly kept = new Map<string, { backup: IndexBackupResult; at: number }[]>();

  private readonly store: JobStore;

  constructor(store: JobStore) {
    this.store = store;
  }

  /** `left`: an alias whose backup failed. Returns when the last job ended, in milliseconds. */
  add(schedule: Schedule, dueAt: number, made: readonly SampleBackup[], left: SampleBackup | null = null): number {
    const [first] = made;
    if (first === undefined) return dueAt;
    const backedUpAt = dueAt + BACKUP_MS;
    this.addJob(schedule, dueAt, dueAt + 2000, backedUpAt, ...backupOf(made, left));
    for (const { alias, result } of made)
      this.kept.set(alias, [
        ...result.backups.map((backup) => ({ backup, at: dueAt })),
        ...(this.kept.get(alias) ?? []),
      ]);
    const deletion = this.delete(schedule, dueAt, first, left);
    if (deletion === null) return backedUpAt;
    this.addJob(schedule, dueAt, backedUpAt + 2000, backedUpAt + 4000, ...deletion);
    return backedUpAt + 4000;
  }

  private addJob(
    { cluster, id, spec }: Schedule,
    dueAt: number,
    start: number,
    end: number,
    work: BackupWork | RetentionWork,
    result: BackupResult | RetentionResult,
  ): void {
    const { store } = this;
    const newJob = { cluster, actor: scheduleActor(spec.name), work, schedule: { id, dueAt } };
    const { job } = atTime(new Date(start), () => store.create(newJob, thisProcess('command line'), 'running'));
    atTime(new Date(end), () => {
      store.end(job.id, { status: 'succeeded', result });
      auditJobEnd(store, store.get(job.id)!);
    });
  }

  /** null: the rules keep all that there is. */
  private delete(
    { spec }: Schedule,
    now: number,
    { plan: { cluster, source } }: SampleBackup,
    left: SampleBackup | null,
  ): [RetentionWork, RetentionResult] | null {
    const items = [...this.kept].flatMap(([alias, backups]) => backups.map((each, n) => itemOf(alias, each, n === 0)));
    const rules = spec.retention!;
    const options = { rules, timeZone: spec.timeZone, now, keepsAll: () => null, most: 1000 };
    const { deleted, groups } = decideBackups(items, options);
    if (deleted.length === 0) return null;
    const isDeleted = new Set(deleted.map(({ id }) => id));
    const backups = items.filter(({ id }) => isDeleted.has(id)).map(({ backup }) => backup);
    for (const [alias, all] of this.kept)
      this.kept.set(
        alias,
        all.filter(({ backup }) => !isDeleted.has(backup.backup.id)),
      );
    const plan: RetentionPlan = {
      kind: 'retention',
      cluster,
      plannedAt: new Date(now + BACKUP_MS).toISOString(),
      schedule: spec.name,
      what: spec.what,
      source,
      repository: null,
      rules,
      timeZone: spec.timeZone,
      notBackedUp: left === null ? [] : [left.alias],
      others: [],
      groups: [...groups].map(([name, rows]) => ({ name, keepsAll: null, backups: rows.map(decidedOf) })),
      unlisted: 0,
      outside: 0,
      kept: items.length - backups.length,
      backups: backups.map(({ backup, digest, fileBytes }) => ({ backup, fileBytes, stamp: digest })),
      snapshots: [],
      bytes: backups.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
      remembered: { bad: [], drilled: [], taken: [] },
      checks: [],
      requests: [],
      fingerprint: createHash('sha256')
        .update([...isDeleted].join('\n'))
        .digest('hex'),
    };
    return [{ kind: 'retention', plan }, resultOf(plan)];
  }
}

type SampleItem = Item & { backup: IndexBackupResult };

const itemOf = (
  alias: string,
  { at, backup }: { at: number; backup: IndexBackupResult },
  newest: boolean,
): SampleItem => ({
  id: backup.backup.id,
  at,
  names: [alias],
  run: null,
  notCounted: null,
  protectedBy: newest ? [{ why: 'last-good', of: alias }] : [],
  backup,
});

function decidedOf({ item, reasons }: Row): DecidedBackup {
  const { at, backup, id } = item as SampleItem;
  return {
    id,
    at: new Date(at).toISOString(),
    bytes: backup.fileBytes,
    kept: reasons.length > 0,
    because: [...new Set(reasons.map(sentenceOfReason))],
  };
}

const resultOf = ({ backups, bytes, groups, kept }: RetentionPlan): RetentionResult => ({
  kind: 'retention',
  status: 'done',
  deleted: backups.map(({ backup: { id }, fileBytes }) => ({ id, fileBytes })),
  snapshots: [],
  left: [],
  kept,
  bytes,
  final: true,
  note: null,
  groups: groups.map((group) => ({ ...group, backups: group.backups.filter((each) => each.kept) })),
  keptWhole: [],
  seconds: 0.2,
});

/** The work and the result of one job, of backups that the timeline made one after the other. */
function backupOf(made: readonly SampleBackup[], left: SampleBackup | null): [BackupWork, BackupResult] {
  const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((total, each) => total + (each ?? 0), 0);
  const plans = [...made, ...(left === null ? [] : [left])].map(({ plan }) => plan);
  const results = made.map(({ result }) => result);
  return [
    {
      kind: 'backup',
      plan: {
        ...made[0]!.plan,
        indices: plans.flatMap(({ indices }) => indices),
        checks: plans.flatMap(({ checks }) => checks),
        requests: plans.flatMap(({ requests }) => requests),
        documents: sum(plans.map(({ documents }) => documents)),
        primaryBytes: sum(plans.map(({ primaryBytes }) => primaryBytes)),
      },
    },
    {
      kind: 'backup',
      status: left === null ? 'done' : 'partial',
      backups: results.flatMap(({ backups }) => backups),
      failures: (left?.plan.indices ?? []).map(({ index }) => ({
        index,
        code: 'unreachable',
        message: 'The connection to the cluster broke.',
      })),
      documents: sum(results.map(({ documents }) => documents)),
      bytes: sum(results.map(({ bytes }) => bytes)),
      seconds: sum(results.map(({ seconds }) => seconds)),
    },
  ];
}
