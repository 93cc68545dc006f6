import { NO_FOLLOW_UP, type FollowUp, type SentAgain } from '../../contract/follow-up.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** Their lines in the audit log are what is known of it; the newest line counts. */
export const FOLLOW_UP_ACTIONS = {
  markDone: 'mark command as done',
  markNotDone: 'mark command as not done',
  close: 'close incident',
  reopen: 'reopen incident',
} as const;

const ACTIONS = Object.values(FOLLOW_UP_ACTIONS).map((action) => `'${action}'`);

interface Line {
  job: string;
  action: string;
  by: string;
  at: string;
  note: string | null;
  command: string | null;
  from: string | null;
  to: string | null;
}

/** What people said about these jobs, by the job; a job without any has no entry. */
export function followUps(store: JobStore, jobs: readonly string[]): Map<string, FollowUp> {
  const found = new Map<string, FollowUp>();
  for (const line of linesOf(store, jobs)) found.set(line.job, withLine(found.get(line.job) ?? NO_FOLLOW_UP, line));
  return found;
}

/** Oldest first. */
function linesOf(store: JobStore, jobs: readonly string[]): Line[] {
  const rows = store.read(() =>
    store[SQL].prepare(
      `SELECT job, action, actor_name, ended_at, note, json_extract(input, '$.command') AS command,
              json_extract(input, '$.from') AS start, json_extract(input, '$.to') AS end
         FROM record
         WHERE job IN (SELECT value FROM json_each(?)) AND outcome = 'done' AND action IN (${ACTIONS.join(', ')})
         ORDER BY id`,
    ).all(JSON.stringify(jobs.map(Number))),
  );
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return rows.map((row) => ({
    job: String(row.job),
    action: String(row.action),
    by: String(row.actor_name),
    at: String(row.ended_at),
    note: text(row.note),
    command: text(row.command),
    from: text(row.start),
    to: text(row.end),
  }));
}

function withLine(before: FollowUp, line: Line): FollowUp {
  const { by, at } = line;
  switch (line.action) {
    case FOLLOW_UP_ACTIONS.close:
      return { ...before, closed: { by, at, unknown: line.note } };
    case FOLLOW_UP_ACTIONS.reopen:
      return { ...before, closed: null };
    default: {
      const others = before.sentAgain.filter(({ command }) => command !== line.command);
      return { ...before, sentAgain: [...others, ...markOf(line)] };
    }
  }
}

function markOf({ action, by, at, command, from, to }: Line): SentAgain[] {
  if (action !== FOLLOW_UP_ACTIONS.markDone || command === null || from === null || to === null) return [];
  return [{ by, at, command, from, to }];
}
