import { redact } from '../../config/redact.ts';
import type { MessageRow } from '../../contract/message.ts';
import { boundedText } from './bounded.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { MESSAGE_COLUMNS, toMessage } from './messages.ts';

/** For so long a message is one process's: longer than any attempt takes. */
const CLAIM_MS = 60_000;
/** The longest wait between two attempts. */
export const LONGEST_WAIT_MS = 3_600_000;
const ANSWER_BYTES = 4_096;
/** Sent ones, and those that were given up, are kept for so long, and those of an open incident as long as it is open. */
const KEEP_MS = 90 * 86_400_000;

const WAITS = 'sent_ms IS NULL AND gave_up_ms IS NULL';
const IS_DUE = '(next_try_ms <= ? OR next_try_ms > ?)';
const dueAt = (now: number): [number, number] => [now, now + 2 * LONGEST_WAIT_MS];

/** The channels with a message that is due now, or claimed. A cheap look: `claimMessage` decides. `now`: milliseconds. */
export const channelsWithDue = (store: JobStore, now: number): string[] =>
  store
    .read(() =>
      store[SQL].prepare(`SELECT DISTINCT channel FROM messages WHERE ${WAITS} AND ${IS_DUE}`).all(...dueAt(now)),
    )
    .map((row) => String(row.channel));

/**
 * Takes the next message of a channel that is due, for this process; null: none is. Of one subject only the oldest that waits. A claim of a
 * process that is gone ends by itself. Claims and waits that are twice as long as any can be are of a clock that was ahead, and count as
 * over. One that can't be read is given up. `now`: milliseconds. Throws AppError disk.
 */
export const claimMessage = (store: JobStore, channel: string, now: number): MessageRow | null =>
  store.transact(() => {
    for (;;) {
      const row = store[SQL].prepare(
        `SELECT ${MESSAGE_COLUMNS} FROM messages AS next
           WHERE channel = ? AND ${WAITS}
             AND ${IS_DUE}
             AND (claimed_until_ms IS NULL OR claimed_until_ms <= ? OR claimed_until_ms > ?)
             AND NOT EXISTS (SELECT 1 FROM messages AS earlier
               WHERE earlier.channel = next.channel AND earlier.subject = next.subject AND earlier.id < next.id
                 AND earlier.sent_ms IS NULL AND earlier.gave_up_ms IS NULL)
           ORDER BY id LIMIT 1`,
      ).get(channel, ...dueAt(now), now, now + 2 * CLAIM_MS);
      if (!row) return null;
      const message = toMessage(row);
      if (message !== null) {
        store[SQL].prepare('UPDATE messages SET claimed_until_ms = ? WHERE id = ?').run(now + CLAIM_MS, Number(row.id));
        return message;
      }
      giveUp(store, String(row.id), 'Another version of Restore Desk made it, and this one can’t read it.', now);
    }
  });

/** Also makes what waits for the channel due: it is there again. */
export const markSent = (store: JobStore, { channel, id }: MessageRow, answer: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET sent_ms = ?, gave_up_ms = NULL, answer = ?, attempts = attempts + 1, claimed_until_ms = NULL
         WHERE id = ? AND sent_ms IS NULL`,
    ).run(now, answerOf(answer), Number(id));
    store[SQL].prepare(`UPDATE messages SET next_try_ms = ? WHERE channel = ? AND ${WAITS} AND next_try_ms > ?`).run(
      now,
      channel,
      now,
    );
  });

/** It is tried again at `nextTryMs`. */
export const markFailed = (store: JobStore, { id }: MessageRow, answer: string, nextTryMs: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET answer = ?, attempts = attempts + 1, next_try_ms = ?, claimed_until_ms = NULL
         WHERE id = ? AND ${WAITS}`,
    ).run(answerOf(answer), nextTryMs, Number(id));
  });

/** It is tried no more. */
export const giveUp = (store: JobStore, id: string, answer: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET gave_up_ms = ?, answer = ?, claimed_until_ms = NULL WHERE id = ? AND ${WAITS}`,
    ).run(now, answerOf(answer), Number(id));
  });

/**
 * Gives up what waits of other runs of a schedule. Of the same run the beginning may still be sent: it is what the monitor measures
 * from.
 */
export const giveUpEarlierRuns = (
  store: JobStore,
  { channel, dueAt, now, schedule }: { channel: string; schedule: number; dueAt: number; now: number },
): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET gave_up_ms = ?, answer = ?, claimed_until_ms = NULL
         WHERE channel = ? AND subject GLOB ? AND subject <> ? AND ${WAITS}`,
    ).run(now, 'A later run is reported instead.', channel, `run:${String(schedule)}:*`, runSubject(schedule, dueAt));
  });

/** Of the messages of a run. */
export const runSubject = (schedule: number, dueAt: number): string => `run:${String(schedule)}:${String(dueAt)}`;

/** The answer of the channel may hold anything: without secrets, and not longer than is kept. */
const answerOf = (answer: string): string => boundedText(redact(answer), ANSWER_BYTES);

/** Gives up what waits since before `oldest` for channels other than these. Returns it, for the log. Times are milliseconds. */
export const giveUpUnconfigured = (
  store: JobStore,
  { channels, now, oldest }: { channels: readonly string[]; oldest: number; now: number },
): { id: string; channel: string }[] =>
  store.transact(() =>
    store[SQL].prepare(
      `UPDATE messages SET gave_up_ms = ?, answer = ?, claimed_until_ms = NULL
         WHERE ${WAITS} AND created_ms < ? AND channel NOT IN (SELECT value FROM json_each(?)) RETURNING id, channel`,
    )
      .all(now, 'The channel is no longer configured.', oldest, JSON.stringify(channels))
      .map((row) => ({ id: String(row.id), channel: String(row.channel) })),
  );

/** Deletes what was sent or given up long ago, and no longer keeps an open incident from being told twice. */
export const forgetOldMessages = (store: JobStore, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `DELETE FROM messages WHERE coalesce(sent_ms, gave_up_ms) < ?
         AND (incident IS NULL OR incident IN (SELECT id FROM incidents WHERE ended_at < ?))`,
    ).run(now - KEEP_MS, new Date(now - KEEP_MS).toISOString());
  });
