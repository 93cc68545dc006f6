import { personKey } from '../contract/person.ts';
import type { Actor } from '../contract/job.ts';
import type { Schedule, ScheduleSpec } from '../contract/schedule.ts';
import { AppError } from '../errors.ts';
import { auditDone } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';
import {
  addSchedule,
  changeSchedule,
  pauseSchedule,
  removeSchedule,
  scheduleNamed,
  schedules,
} from './store/schedules.ts';

/** Who changes schedules of which cluster, and when (milliseconds). */
export interface ScheduleChanger {
  /** The cluster's key. */
  cluster: string;
  actor: Actor;
  now: number;
}

/** Throws AppError not_found. */
export function requireScheduleNamed(store: JobStore, cluster: string, name: string): Schedule {
  const schedule = scheduleNamed(store, cluster, name);
  if (schedule) return schedule;
  const names = schedules(store, cluster).map(({ spec }) => spec.name);
  throw new AppError('not_found', `There is no schedule ${JSON.stringify(name)} of this cluster.`, {
    hint:
      names.length === 0
        ? 'There is none yet.'
        : `There is ${names.slice(0, 20).join(', ')}${names.length > 20 ? ' …' : ''}.`,
  });
}

/** Adds one, with its line in the audit log. Throws AppError invalid_input where another one has the name. */
export const addAudited = (store: JobStore, spec: ScheduleSpec, changer: ScheduleChanger): Schedule =>
  audited(store, { action: 'add schedule', input: spec }, changer, () =>
    addSchedule(store, changer.cluster, spec, changeOf(changer)),
  );

/** Throws AppError not_found. */
export const pauseAudited = (store: JobStore, name: string, paused: boolean, changer: ScheduleChanger): Schedule =>
  audited(store, { action: paused ? 'pause schedule' : 'resume schedule' }, changer, () =>
    pauseSchedule(store, requireScheduleNamed(store, changer.cluster, name).id, paused, changeOf(changer)),
  );

/** Throws AppError not_found. */
export const removeAudited = (store: JobStore, name: string, changer: ScheduleChanger): Schedule =>
  audited(store, { action: 'remove schedule' }, changer, () =>
    removeSchedule(store, requireScheduleNamed(store, changer.cluster, name).id, changeOf(changer)),
  );

/** What an import does, by the names of schedules. */
export interface ScheduleImport {
  added: string[];
  changed: string[];
  unchanged: string[];
  removed: string[];
}

/**
 * Adds the schedules of a file and changes those that have their names, all or none. `replace`: also removes those that are not
 * in the file. A schedule whose times are the same misses nothing by it; a paused one stays paused. No two specs have one name.
 */
export const importSchedules = (
  store: JobStore,
  specs: readonly ScheduleSpec[],
  { dryRun, replace }: { replace: boolean; dryRun: boolean },
  changer: ScheduleChanger,
): ScheduleImport =>
  store.transact(() => {
    const done: ScheduleImport = { added: [], changed: [], unchanged: [], removed: [] };
    const kept = new Set(specs.map(({ name }) => personKey(name)));
    const before = schedules(store, changer.cluster);
    if (replace)
      for (const { spec } of before.filter((each) => !kept.has(personKey(each.spec.name)))) {
        if (!dryRun) removeAudited(store, spec.name, changer);
        done.removed.push(spec.name);
      }
    for (const spec of specs) {
      const existing = scheduleNamed(store, changer.cluster, spec.name);
      if (existing === null) {
        if (!dryRun) addAudited(store, spec, changer);
        done.added.push(spec.name);
      } else if (JSON.stringify(existing.spec) === JSON.stringify(spec)) done.unchanged.push(spec.name);
      else {
        if (!dryRun) changeAudited(store, existing, spec, changer);
        done.changed.push(spec.name);
      }
    }
    return done;
  });

const changeAudited = (store: JobStore, { id }: Schedule, spec: ScheduleSpec, changer: ScheduleChanger): Schedule =>
  audited(store, { action: 'change schedule', input: spec }, changer, () =>
    changeSchedule(store, { id, seen: null, spec }, changeOf(changer)),
  );

const changeOf = ({ actor, now }: ScheduleChanger) => ({ by: actor.name, now });

/** Changes something and adds its line, both or neither. */
const audited = (
  store: JobStore,
  line: { action: string; input?: unknown },
  { actor, cluster }: ScheduleChanger,
  change: () => Schedule,
): Schedule =>
  store.transact(() => {
    const schedule = change();
    auditDone(store, { ...line, cluster, actor, address: actor.address, objects: [schedule.spec.name] });
    return schedule;
  });
