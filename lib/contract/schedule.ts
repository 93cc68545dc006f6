import { z } from 'zod';
import { aliasName } from './names.ts';

export const SCHEDULE_KINDS = ['backup', 'snapshot', 'drill'] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

/** Visible characters, none of which is special in an address. */
const scheduleName = z
  .string()
  .min(1, 'A name is needed.')
  .max(60, 'A name has at most 60 characters.')
  .regex(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]*[\p{L}\p{N}])?$/u, 'A name has letters, digits, spaces and . _ - only.');

/** The name of an index, in which `*` is any characters. */
const indexPattern = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\\/?"<>|,#\s]+$/, 'A pattern has no spaces and none of \\ / ? " < > | , #.')
  .refine((pattern) => pattern === pattern.toLowerCase(), 'A pattern is lower case.');

/** What a schedule works on: every alias (`all`), or these aliases and the indices of these patterns, resolved when it runs. */
export const scheduleSelection = z
  .strictObject({
    all: z.boolean().default(false),
    aliases: z.array(aliasName).max(1000).default([]),
    indices: z.array(indexPattern).max(1000).default([]),
  })
  .refine(
    ({ all, aliases, indices }) => all !== aliases.length + indices.length > 0,
    'Choose all aliases, or name aliases and indices.',
  );
export type ScheduleSelection = z.infer<typeof scheduleSelection>;

/** How many are kept; 0: this rule keeps none, -1: it keeps all. */
const keep = z.number().int().min(-1).max(10_000).default(0);

/** Which backups are kept, counted as restic's `forget` does: one for each of the last hours, days and so on that have one. */
export const retentionRules = z.strictObject({
  last: keep,
  hourly: keep,
  daily: keep,
  weekly: keep,
  monthly: keep,
  yearly: keep,
  /** Everything that is younger than this, counted from the newest: "2y5m7d3h"; null: no such rule. */
  within: z
    .string()
    .regex(
      /^(?=\d)(?:\d{1,4}y)?(?:\d{1,4}m)?(?:\d{1,5}d)?(?:\d{1,6}h)?$/,
      'An age such as 30d, 6m or 1y2m3d4h is needed.',
    )
    .nullable()
    .default(null),
});
export type RetentionRules = z.infer<typeof retentionRules>;

/** A query that a restored index must answer. */
export const probe = z
  .strictObject({
    name: z.string().min(1).max(100),
    /** A query string; as JSON, one clause of the query DSL. */
    query: z.string().min(1).max(10_000),
    /** The least hits. */
    minHits: z.number().int().min(0).nullable().default(null),
    /** As many hits as the live alias has, within this many per cent. */
    likeLivePercent: z.number().min(0).max(100).nullable().default(null),
  })
  .refine(
    ({ minHits, likeLivePercent }) => minHits !== null || likeLivePercent !== null,
    'A probe needs the least number of hits, or to be compared with the live alias.',
  );
export type Probe = z.infer<typeof probe>;

export const drillSettings = z.strictObject({
  /** `newest`: the newest good backup of each alias in every run; `turns`: of one alias in each run, in turn. */
  which: z.enum(['newest', 'turns']).default('newest'),
  /** At most so many documents per second are written and compared; null: no limit. Of a snapshot the nodes copy the files. */
  documentsPerSecond: z.number().int().min(1).max(10_000_000).nullable().default(null),
  probes: z.array(probe).max(20).default([]),
});
export type DrillSettings = z.infer<typeof drillSettings>;

/** What a schedule does, when and where: enough to export it and import it elsewhere. */
export const scheduleSpec = z
  .strictObject({
    name: scheduleName,
    kind: z.enum(SCHEDULE_KINDS),
    what: scheduleSelection,
    /** Five fields: minute, hour, day of the month, month, day of the week. */
    cron: z.string().min(9).max(200),
    /** Of the IANA database: "Europe/London". */
    timeZone: z.string().min(1).max(60),
    /**
     * A snapshot: the repository. A backup: the absolute path of a directory or the address of a bucket; null: the place of
     * backups that the configuration names. A drill: null, or the repository or place whose backups are tried.
     */
    to: z.string().min(1).max(1000).nullable().default(null),
    /** Of a run that was missed because Restore Desk did not run: run once at the start, or only record it. */
    missed: z.enum(['run', 'record']).default('run'),
    /** null: nothing is deleted. Always null of a drill. */
    retention: retentionRules.nullable().default(null),
    /** null: it is no drill. */
    drill: drillSettings.nullable().default(null),
  })
  .superRefine((spec, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (spec.kind === 'snapshot' && spec.to === null) issue('to', 'A snapshot needs a repository.');
    if (spec.kind === 'drill' && spec.retention !== null) issue('retention', 'A drill deletes no backups.');
    if (spec.kind !== 'drill' && spec.drill !== null) issue('drill', 'Only a drill has these settings.');
    if (spec.retention !== null && Object.values(spec.retention).every((rule) => rule === 0 || rule === null))
      issue('retention', 'At least one rule must keep something.');
  })
  .transform((spec) => (spec.kind === 'drill' ? { ...spec, drill: spec.drill ?? drillSettings.parse({}) } : spec));
export type ScheduleSpec = z.infer<typeof scheduleSpec>;

/** The YAML file of `schedule export`. */
export const scheduleFile = z.strictObject({ version: z.literal(1), schedules: z.array(scheduleSpec).max(1000) });

/** `running`: not ended. `partial`: a part was left out. `missed`: it did not run at all. */
export const RUN_STATES = ['running', 'good', 'partial', 'failed', 'missed'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** `time`: at its time. `late`: at the start, because it was missed. `person`: somebody started it. */
export const RUN_TRIGGERS = ['time', 'late', 'person'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** A schedule as it is kept. */
export interface Schedule {
  /** A number from 1. */
  id: number;
  /** The cluster's key in the configuration. */
  cluster: string;
  spec: ScheduleSpec;
  /** Instants up to this one are not due: it was made, its times were changed, or it was resumed. Milliseconds. */
  since: number;
  /** ISO; null: it is active. */
  pausedAt: string | null;
  pausedBy: string | null;
  createdAt: string;
  createdBy: string;
  changedAt: string;
  changedBy: string;
}

/** One run of a schedule. */
export interface ScheduleRun {
  schedule: number;
  /** The instant at which it was due; of a run that a person started, when that was. Milliseconds; identifies the run. */
  dueAt: number;
  trigger: RunTrigger;
  state: RunState;
  /** ISO. */
  claimedAt: string;
  /** ISO; null: running. */
  endedAt: string | null;
  /** Why it is not good, or what there is to say, as a sentence; null: nothing. */
  why: string | null;
  /** Its jobs, the oldest first. */
  jobs: string[];
}
