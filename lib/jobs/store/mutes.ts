import { MOST_MUTE_DAYS, MOST_REASON } from '../../contract/incident-limits.ts';
import { mute, type Mute } from '../../contract/incident.ts';
import { AppError } from '../../errors.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { jobNumber } from './rows.ts';

type Row = Record<string, unknown>;

/** Planned work has an end, and a mute that is forgotten must not hide what is wrong. */
const LONGEST_MS = MOST_MUTE_DAYS * 86_400_000;
/** `muteInput` is checked a moment before. */
const TOLERANCE_MS = 60_000;

const COLUMNS = 'id, cluster, alias, kind, reason, by, from_at, until_at, ended_at, ended_by';

const toMute = (row: Row): Mute =>
  mute.parse({
    id: String(row.id),
    cluster: row.cluster,
    alias: row.alias,
    kind: row.kind,
    reason: row.reason,
    by: row.by,
    from: row.from_at,
    until: row.until_at,
    ended: row.ended_at === null ? null : { by: row.ended_by, at: row.ended_at },
  });

/** Running and coming ones, by their beginning. `now`: milliseconds. */
export const mutesOf = (store: JobStore, clusters: readonly string[], now: number): Mute[] =>
  store.read(() =>
    store[SQL].prepare(
      `SELECT ${COLUMNS} FROM mutes
         WHERE cluster IN (SELECT value FROM json_each(?)) AND until_at > ? AND ended_at IS NULL
         ORDER BY from_at, id`,
    )
      .all(JSON.stringify(clusters), new Date(now).toISOString())
      .map(toMute),
  );

/** Those that were in effect at some time between two (milliseconds), over or not, by their beginning. */
export const mutesBetween = (store: JobStore, cluster: string, { from, to }: { from: number; to: number }): Mute[] =>
  store.read(() =>
    store[SQL].prepare(
      `SELECT ${COLUMNS} FROM mutes
         WHERE cluster = ? AND from_at <= ? AND until_at > ? AND (ended_at IS NULL OR (ended_at > ? AND ended_at > from_at))
         ORDER BY from_at, id`,
    )
      .all(cluster, new Date(to).toISOString(), ...Array<string>(2).fill(new Date(from).toISOString()))
      .map(toMute),
  );

/** null: there is none on this cluster. */
export function muteById(store: JobStore, cluster: string, id: string): Mute | null {
  if (!/^\d{1,15}$/.test(id)) return null;
  const row = store.read(() =>
    store[SQL].prepare(`SELECT ${COLUMNS} FROM mutes WHERE id = ? AND cluster = ?`).get(jobNumber(id), cluster),
  );
  return row ? toMute(row) : null;
}

/** Throws AppError invalid_input where it has no end after its beginning, or no reason. */
export function addMute(store: JobStore, added: Omit<Mute, 'id' | 'ended'>): Mute {
  const [fromMs, untilMs] = [Date.parse(added.from), Date.parse(added.until)];
  const reason = added.reason.trim();
  if (reason === '' || reason.length > MOST_REASON)
    throw invalid('reason', `A reason of at most ${MOST_REASON} characters is needed.`);
  // Also where one of them is no time.
  if (!(untilMs > fromMs)) throw invalid('until', 'The end must be after the beginning.');
  if (untilMs - fromMs > LONGEST_MS + TOLERANCE_MS)
    throw invalid('until', `At most ${MOST_MUTE_DAYS} days can be muted at once.`);
  return store.transact(() =>
    toMute(
      store[SQL].prepare(
        `INSERT INTO mutes (cluster, alias, kind, reason, by, from_at, until_at) VALUES (?, ?, ?, ?, ?, ?, ?)
           RETURNING ${COLUMNS}`,
      ).get(
        added.cluster,
        added.alias,
        added.kind,
        reason,
        added.by,
        // In one form: they are compared as text.
        new Date(fromMs).toISOString(),
        new Date(untilMs).toISOString(),
      )!,
    ),
  );
}

/** Ends a mute before its end. Throws AppError not_found, refused where it is over. */
export const endMute = (
  store: JobStore,
  { by, cluster, id, now }: { cluster: string; id: string; by: string; now: number },
): Mute =>
  store.transact(() => {
    const row = store[SQL].prepare(`SELECT ${COLUMNS} FROM mutes WHERE id = ? AND cluster = ?`).get(
      jobNumber(id),
      cluster,
    );
    if (!row)
      throw new AppError('not_found', 'There is no such mute.', { hint: 'The list has those that have an end ahead.' });
    const before = toMute(row);
    if (before.ended !== null || Date.parse(before.until) <= now)
      throw new AppError('refused', 'This mute is over.', { hint: 'Messages are sent again.' });
    store[SQL].prepare('UPDATE mutes SET ended_at = ?, ended_by = ? WHERE id = ?').run(
      new Date(now).toISOString(),
      by,
      jobNumber(id),
    );
    return { ...before, ended: { by, at: new Date(now).toISOString() } };
  });

const invalid = (field: string, message: string): AppError =>
  new AppError('invalid_input', message, { details: { fields: { [field]: message } } });
