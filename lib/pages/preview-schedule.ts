import { z } from 'zod';
import type { ConfiguredCluster } from '../config.ts';
import { NAMES_LIMIT } from '../contract/limits.ts';
import { savedKey } from '../contract/names.ts';
import {
  retentionRules,
  SCHEDULE_KINDS,
  scheduleSelection,
  type ScheduleSelection,
  type ScheduleSpec,
} from '../contract/schedule.ts';
import type { RetentionPreview, SelectionPreview, TimesPreview } from '../contract/schedules-page.ts';
import { AppError } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { retentionPlaces } from '../jobs/scheduler/retention-places.ts';
import { planRetention } from '../kinds/retention/plan.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { singleFlight } from '../live/single-flight.ts';
import { nextTimesInZone } from '../present/next-times.ts';
import { retentionPreview } from '../present/retention-preview.ts';
import { readSavedNames } from '../saved-input/saved-names.ts';
import { nextTimes, requireCron } from '../scheduling/cron.ts';
import { resolveSelection } from '../scheduling/covers.ts';
import { cronSentence } from '../scheduling/sentence.ts';
import { NEXT_SHOWN, scheduleOn } from './load-schedules.ts';
import { placeOf, planRun } from './place.ts';
import { requirePlace } from './schedule-place.ts';

/** What is typed. Names are separated by commas, which no name can hold. */
const what = {
  all: z.enum(['yes', 'no']).default('no'),
  aliases: z.string().max(NAMES_LIMIT).optional(),
  indices: z.string().max(NAMES_LIMIT).optional(),
  kept: savedKey.optional().describe('names kept aliases and indices, in place of many'),
};
const times = { cron: z.string().max(200), timeZone: z.string().max(60) };
const keep = z.coerce.number().int('A whole number is needed.').min(-1).max(10_000).default(0);

export const previewQuery = z.discriminatedUnion('part', [
  z.object({ part: z.literal('times'), ...times }),
  z.object({ part: z.literal('what'), ...what }),
  z.object({
    part: z.literal('retention'),
    ...what,
    /** The schedule as it is saved; without it: a new one. */
    schedule: z.string().max(60).optional(),
    kind: z.enum(SCHEDULE_KINDS),
    to: z.string().max(1000).optional(),
    timeZone: z.string().max(60),
    last: keep,
    hourly: keep,
    daily: keep,
    weekly: keep,
    monthly: keep,
    yearly: keep,
    within: z.string().max(40).optional(),
  }),
  z.object({ part: z.literal('saved'), schedule: z.string().max(60) }),
]);
type PreviewQuery = z.output<typeof previewQuery>;
type Part<Name extends PreviewQuery['part']> = Extract<PreviewQuery, { part: Name }>;

/** What is typed in the form of a schedule, before it is saved. Throws AppError invalid_input with `details.fields`. */
export function previewSchedule(
  cluster: ConfiguredCluster,
  query: PreviewQuery,
): Promise<TimesPreview | SelectionPreview | RetentionPreview> | TimesPreview {
  switch (query.part) {
    case 'times':
      return previewTimes(query);
    case 'what':
      return previewSelection(cluster, query);
    case 'retention':
      return previewTyped(cluster, query);
    case 'saved':
      return previewSaved(cluster, query.schedule);
    default:
      return query satisfies never;
  }
}

function previewTimes(typed: Part<'times'>): TimesPreview {
  requireCron(typed);
  const now = Date.now();
  return {
    sentence: cronSentence(typed),
    next: nextTimesInZone(nextTimes(typed, now, NEXT_SHOWN), typed.timeZone, now),
  };
}

async function previewSelection(cluster: ConfiguredCluster, typed: Part<'what'>): Promise<SelectionPreview> {
  const selection = selectionOf(cluster, typed);
  const listing = await readsOf(cluster.key).indices.read({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  const { aliases, indices, missing, unmatched } = resolveSelection(selection, listing);
  return {
    takenAt: listing.takenAt,
    aliases: aliases.length,
    indices: indices.length,
    missing: [...missing, ...unmatched],
  };
}

function previewTyped(cluster: ConfiguredCluster, typed: Part<'retention'>): Promise<RetentionPreview> {
  const { kind, last, hourly, daily, weekly, monthly, schedule, timeZone, yearly } = typed;
  const retention = parsed(
    retentionRules,
    { last, hourly, daily, weekly, monthly, yearly, within: typed.within?.trim() || null },
    'within',
  );
  const what = selectionOf(cluster, typed);
  const to = typed.to?.trim() || null;
  requirePlace(cluster, { kind, to }, schedule === undefined ? null : jobs.scheduleNamed(cluster.key, schedule));
  return previewRetention(cluster, schedule ?? null, { kind, to, what, timeZone, retention });
}

function previewSaved(cluster: ConfiguredCluster, name: string): Promise<RetentionPreview> {
  const { spec } = scheduleOn(cluster, name);
  return previewRetention(cluster, spec.name, spec);
}

/** The work continues where it takes longer than a page waits: the next request has its outcome. */
async function previewRetention(
  cluster: ConfiguredCluster,
  schedule: string | null,
  { kind, retention, timeZone, to, what }: Pick<ScheduleSpec, 'kind' | 'to' | 'what' | 'timeZone' | 'retention'>,
): Promise<RetentionPreview> {
  if (retention === null) throw new AppError('not_found', 'This schedule deletes no backups.');
  const request = {
    schedule,
    what,
    ...retentionPlaces({ kind, to }, cluster.backupSource),
    rules: retention,
    timeZone,
    others: jobs.otherRetentions(cluster.key, { kind, name: schedule, to }, cluster.backupSource),
    notBackedUp: [],
  };
  const plan = await singleFlight(JSON.stringify(['retention', cluster.key, request]), cluster.name, (signal) =>
    planRetention(placeOf(cluster), { ...request, knowledge: jobs.backupKnowledge() }, planRun(signal)),
  );
  return retentionPreview(plan);
}

function selectionOf(cluster: ConfiguredCluster, typed: Omit<Part<'what'>, 'part'>): ScheduleSelection {
  const saved = typed.kept === undefined ? typed : readSavedNames(cluster.key, typed.kept);
  const names = (text: string | undefined) => (text ?? '').split(',').filter((name) => name !== '');
  const all = typed.all === 'yes';
  return parsed(
    scheduleSelection,
    { all, aliases: all ? [] : names(saved?.aliases), indices: all ? [] : names(saved?.indices) },
    'what',
  );
}

/** Throws invalid_input with the first message beside `field`. */
function parsed<T extends z.ZodType>(schema: T, value: unknown, field: string): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('invalid_input', 'Something that was typed can’t be used.', {
    hint: 'Read the messages beside the fields.',
    details: { fields: { [field]: result.error.issues[0]?.message ?? 'This can’t be used.' } },
  });
}
