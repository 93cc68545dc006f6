import type { Incident } from './incident.ts';
import type { JobRow } from './jobs-page.ts';
import type { RetentionRules, RunState, RunTrigger, ScheduleKind, ScheduleSpec } from './schedule.ts';

/** One run, as a bar of a strip. Times are ISO. */
export interface RunBar {
  /** When it was due; of a run that a person started, when that was. */
  at: string;
  state: RunState;
  trigger: RunTrigger;
  /** From its first job's request to its end; null: it has not ended, or did not run. */
  seconds: number | null;
  /** Why it is not good, as a sentence; null: nothing to say. */
  why: string | null;
}

/**
 * How a schedule stands: `running` while any of its runs is under way, else by its newest run. `overdue`: the newest instant has no run, or the run was missed. `none`: it has not
 * been due yet.
 */
export interface ScheduleStanding {
  state: 'running' | 'good' | 'partial' | 'failed' | 'overdue' | 'none';
  /** Of the run, or of the instant at which it should have run; null: none. */
  at: string | null;
  /** What its jobs did, what it waits for, or why it is not good; null: nothing to say. */
  detail: string | null;
}

export interface ScheduleRow {
  name: string;
  kind: ScheduleKind;
  /** "5 aliases to /var/backups" */
  what: string;
  /** "Every day at 03:00, Europe/London" */
  sentence: string;
  /** null: it is paused, or its times can't be read. */
  next: string | null;
  paused: { at: string; by: string } | null;
  /** The last 30, the oldest first. */
  runs: RunBar[];
  standing: ScheduleStanding;
  /** What it deletes backups by; null: it deletes none. */
  retention: RetentionRules | null;
  /** The permissions for what it does, besides that to change schedules. */
  needs: string[];
}

/** When a schedule runs in the next 24 hours. */
export interface ScheduleLane {
  name: string;
  times: string[];
  /** There are more times than these. */
  more: boolean;
}

export interface SchedulesPage {
  takenAt: string;
  /** By name. */
  rows: ScheduleRow[];
  /** Of those that are not paused; without any run in the time: left out. */
  nextDay: { from: string; to: string; lanes: ScheduleLane[] };
}

/** One of the next times, in the zone of the schedule too. */
export interface NextTime {
  at: string;
  /** "Sun 29 Mar, 02:30" */
  local: string;
  /** "clock change: +1 h", since the time before; null: none. */
  note: string | null;
}

/** One run on the page of its schedule. */
export interface RunRow extends RunBar {
  /** The first few of them, those that failed before the others. */
  jobs: Pick<JobRow, 'id' | 'title' | 'status' | 'partial'>[];
  /** How many it has. */
  jobCount: number;
}

/** The page of one schedule, and what its form starts with. */
export interface SchedulePage {
  takenAt: string;
  /** The open one about its last run. null: none. */
  incident: Incident | null;
  row: ScheduleRow;
  spec: ScheduleSpec;
  /** For people: where its backups are written or read. */
  place: string;
  next: NextTime[];
  /** The newest first. */
  runs: RunRow[];
  createdAt: string;
  createdBy: string;
  /** Identifies what was seen, for a change. */
  changedAt: string;
  changedBy: string;
}

/** What typed times mean. */
export interface TimesPreview {
  sentence: string;
  /** The next five. */
  next: NextTime[];
}

/** What a selection is now. */
export interface SelectionPreview {
  takenAt: string;
  aliases: number;
  indices: number;
  /** Names and patterns that match nothing. */
  missing: string[];
}

/** One backup in the preview of a retention. */
export interface RetainedBackup {
  /** The id of a zip file, or the name of a snapshot. */
  name: string;
  at: string | null;
  bytes: number | null;
  kept: boolean;
  /** Why it is kept or deleted, as words that stand beside it. */
  reasons: string[];
}

/** What a retention would delete if it ran now. */
export interface RetentionPreview {
  takenAt: string;
  kept: number;
  deleted: number;
  /** Of the deleted ones; null: unknown, as of snapshots. */
  freedBytes: number | null;
  /** Why something is kept whatever the rules, or what else there is to know. */
  warnings: { title: string; detail: string }[];
  groups: {
    /** An alias, or an index without one. */
    name: string;
    kept: number;
    deleted: number;
    /** Why all of it is kept, whatever the rules, as a sentence; null: the rules decide. */
    keepsAll: string | null;
    /** The newest first. */
    backups: RetainedBackup[];
  }[];
  /** Backups that are kept and in no group, because there are too many. */
  unlisted: number;
  /** Backups in the same place that the schedule does not cover: they are kept. */
  outside: number;
}
