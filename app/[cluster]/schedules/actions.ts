'use server';
import { z } from 'zod';
import { authorise } from '@/lib/access/authorise.ts';
import { isPermission } from '@/lib/access/permissions.ts';
import { defineAction, type ActionContext } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { scheduleSpec, type Schedule, type ScheduleSpec } from '@/lib/contract/schedule.ts';
import { AppError } from '@/lib/errors.ts';
import { jobs } from '@/lib/jobs/jobs.ts';
import { requireRunnable } from '@/lib/jobs/require-runnable.ts';
import { scheduleOn } from '@/lib/pages/load-schedules.ts';
import { requirePlace } from '@/lib/pages/schedule-place.ts';
import { requireRegistered } from '@/lib/pages/schedule-repository.ts';
import { needsOfSchedule } from '@/lib/present/schedule-needs.ts';

const needs = 'manage-schedules';
const named = z.object({ cluster: clusterKey, schedule: z.string().min(1).max(60) });

/** Whoever may not do a thing can't have a schedule do it. Throws AppError forbidden. */
async function requireWhatItDoes({ cluster }: ActionContext, { kind, retention }: ScheduleSpec): Promise<void> {
  for (const permission of needsOfSchedule({ kind, deletes: retention !== null })) {
    if (!isPermission(permission))
      throw new AppError('unsupported', `This version of Restore Desk can’t run a schedule of kind ${kind}.`);
    await authorise(cluster.key, permission);
  }
}

/** What no schema can check. Throws AppError invalid_input with `details.fields`. */
async function requireUsable(context: ActionContext, spec: ScheduleSpec, before: Schedule | null): Promise<void> {
  await requireWhatItDoes(context, spec);
  requireRunnable(spec);
  requirePlace(context.cluster, spec, before);
  await requireRegistered(context.cluster, spec, before);
}

export const addSchedule = defineAction(
  { name: 'add schedule', input: z.object({ cluster: clusterKey, spec: scheduleSpec }), needs },
  async ({ spec }, context) => {
    await requireUsable(context, spec, null);
    return { name: jobs.addSchedule(context.cluster.key, spec, context.actor.name).spec.name };
  },
);

/** `seen`: its `changedAt` as the form displayed it. */
export const changeSchedule = defineAction(
  {
    name: 'change schedule',
    input: named.extend({ spec: scheduleSpec, seen: z.string().max(40) }),
    needs,
  },
  async ({ schedule, seen, spec }, context) => {
    const before = scheduleOn(context.cluster, schedule);
    await requireUsable(context, spec, before);
    return { name: jobs.changeSchedule({ id: before.id, seen, spec }, context.actor.name).spec.name };
  },
);

export const pauseSchedule = defineAction(
  { name: 'pause schedule', input: named, needs },
  ({ schedule }, { actor, cluster }) => {
    jobs.pauseSchedule(scheduleOn(cluster, schedule).id, true, actor.name);
    return { paused: true };
  },
);

export const resumeSchedule = defineAction(
  { name: 'resume schedule', input: named, needs },
  async ({ schedule }, context) => {
    const { id, spec } = scheduleOn(context.cluster, schedule);
    await requireWhatItDoes(context, spec);
    jobs.pauseSchedule(id, false, context.actor.name);
    return { paused: false };
  },
);

/** Its backups and the jobs of its runs are kept. */
export const removeSchedule = defineAction(
  { name: 'remove schedule', input: named, needs },
  ({ schedule }, { actor, cluster }) => {
    jobs.removeSchedule(scheduleOn(cluster, schedule).id, actor.name);
    return { removed: true };
  },
);

/** Throws busy while a run of it is under way. */
export const runScheduleNow = defineAction(
  { name: 'run schedule', input: named, needs },
  async ({ schedule }, context) => {
    const { id, spec } = scheduleOn(context.cluster, schedule);
    await requireWhatItDoes(context, spec);
    const { dueAt } = jobs.runScheduleNow(id);
    return { at: new Date(dueAt).toISOString() };
  },
);
