import { redact } from '../../config/redact.ts';
import type { Severity } from '../../contract/incident-kinds.ts';
import type { MessageRow } from '../../contract/message.ts';
import { MESSAGES_KEPT_DAYS } from '../../contract/notifications-shown.ts';
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
const KEEP_MS = MESSAGES_KEPT_DAYS * 86_400_000;

/** As the index `messages_waiting` has it. */
const WAITS = 'sent_ms IS NULL AND gave_up_ms IS NULL';
const WAITING = `messages INDEXED BY messages_waiting WHERE ${WAITS}`;
const IS_DUE = '(next_try_ms <= ? OR next_try_ms > ?)';
const dueAt = (now: number): [number, number] => [now, now + 2 * LONGEST_WAIT_MS];
const IS_UNCLAIMED = '(claimed_until_ms IS NULL OR claimed_until_ms <= ? OR claimed_until_ms > ?)';
const unclaimedAt = (now: number): [number, number] => [now, now + 2 * CLAIM_MS];

/**
 * No earlier message of its subject waits: of `next`, at a time. The beginning of a run holds its end back only while it is being sent:
 * once the run has ended it is not sent any more.
 */
const IS_FIRST = `NOT EXISTS (SELECT 1 FROM messages AS earlier INDEXED BY messages_once
  WHERE earlier.channel = next.channel AND earlier.subject = next.subject AND earlier.id < next.id
    AND earlier.sent_ms IS NULL AND earlier.gave_up_ms IS NULL
    AND (earlier.event <> 'start' OR earlier.claimed_until_ms > ?))`;

/** The channels with a message that is due now, or claimed. A cheap look: `claimMessage` decides. `now`: milliseconds. */
export const channelsWithDue = (store: JobStore, now: number): string[] =>
  store
    .read(() => store[SQL].prepare(`SELECT DISTINCT channel FROM ${WAITING} AND ${IS_DUE}`).all(...dueAt(now)))
    .map((row) => String(row.channel));

/**
 * Takes the message of a channel that has been due for longest, for this process; null: none is. Of one subject only the oldest that
 * waits. A claim of a process that is gone ends by itself. A claim or a wait with an end further away than twice the longest one was
 * written by a clock that was ahead, and counts as over. One that can't be read is given up. `now`: milliseconds. Throws AppError disk.
 */
export const claimMessage = (store: JobStore, channel: string, now: number): MessageRow | null =>
  store.transact(() => {
    for (;;) {
      const row = store[SQL].prepare(
        `SELECT ${MESSAGE_COLUMNS} FROM messages AS next INDEXED BY messages_waiting
           WHERE channel = ? AND ${WAITS} AND ${IS_DUE} AND ${IS_UNCLAIMED} AND ${IS_FIRST}
           ORDER BY next_try_ms, id LIMIT 1`,
      ).get(channel, ...dueAt(now), ...unclaimedAt(now), now);
      if (!row) return null;
      const message = toMessage(row);
      if (message !== null) {
        claim(store, [message.id], now);
        return message;
      }
      giveUp(store, String(row.id), 'Another version of Restore Desk made it, and this one can’t read it.', now);
    }
  });

const claim = (store: JobStore, ids: readonly string[], now: number): void => {
  store[SQL].prepare('UPDATE messages SET claimed_until_ms = ? WHERE id IN (SELECT value FROM json_each(?))').run(
    now + CLAIM_MS,
    JSON.stringify(ids.map(Number)),
  );
};

/** What one message says of many: of each the least that is needed for it. */
export interface AlikeMessage {
  id: string;
  createdMs: number;
  severity: Severity;
  /** Of the incident: of another version perhaps one that this one does not know. */
  kind: string;
  title: string;
  /** As the incident has it; null: it is open. */
  endedBy: string | null;
}

/**
 * Takes, with a message that this process has claimed, all that wait for its channel and say the same event of other incidents of its
 * cluster, where they are more than `most` together. Returns all of them, oldest first; none: each is sent by itself.
 */
export const claimAlike = (
  store: JobStore,
  { body, channel, event, id, incident }: MessageRow,
  { most, now }: { most: number; now: number },
): AlikeMessage[] =>
  incident === null
    ? []
    : store.transact(() => {
        const rows = store[SQL].prepare(
          `SELECT id, created_ms, json_extract(body, '$.incident.severity') AS severity,
               json_extract(body, '$.incident.facts.kind') AS kind, json_extract(body, '$.incident.title') AS title,
               json_extract(body, '$.incident.endedBy') AS ended_by
             FROM messages AS next INDEXED BY messages_waiting
             WHERE channel = ? AND event = ? AND ${WAITS} AND (id = ? OR ${IS_UNCLAIMED}) AND ${IS_FIRST}
               AND incident IS NOT NULL AND cluster = ?
             ORDER BY id`,
        ).all(channel, event, Number(id), ...unclaimedAt(now), now, body.cluster.key);
        if (rows.length <= most) return [];
        const alike = rows.map((row) => ({
          id: String(row.id),
          createdMs: Number(row.created_ms),
          severity: row.severity as Severity,
          kind: String(row.kind),
          title: String(row.title),
          endedBy: row.ended_by == null ? null : String(row.ended_by),
        }));
        claim(
          store,
          alike.map((each) => each.id),
          now,
        );
        return alike;
      });

export const markSent = (store: JobStore, { id }: Pick<MessageRow, 'id'>, answer: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET sent_ms = ?, gave_up_ms = NULL, answer = ?, attempts = attempts + 1, claimed_until_ms = NULL
         WHERE id = ? AND sent_ms IS NULL`,
    ).run(now, answerOf(answer), Number(id));
  });

/** Makes what waits for a channel due: it is there again. `now`: milliseconds. */
export const makeDue = (store: JobStore, channel: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages INDEXED BY messages_waiting SET next_try_ms = ? WHERE channel = ? AND ${WAITS} AND next_try_ms > ?`,
    ).run(now, channel, now);
  });

/** It is tried again at `nextTryMs`. */
export const markFailed = (store: JobStore, { id }: Pick<MessageRow, 'id'>, answer: string, nextTryMs: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET answer = ?, attempts = attempts + 1, next_try_ms = ?, claimed_until_ms = NULL
         WHERE id = ? AND ${WAITS}`,
    ).run(answerOf(answer), nextTryMs, Number(id));
  });

/** It is tried no more: it is too late for it, or a later message says more. `why`: a sentence. */
export const markOutdated = (store: JobStore, id: string, why: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET gave_up_ms = ?, outdated = 1, answer = ?, claimed_until_ms = NULL WHERE id = ? AND ${WAITS}`,
    ).run(now, why, Number(id));
  });

/** It is tried no more: it could not be sent. */
export const giveUp = (store: JobStore, id: string, answer: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages SET gave_up_ms = ?, answer = ?, claimed_until_ms = NULL WHERE id = ? AND ${WAITS}`,
    ).run(now, answerOf(answer), Number(id));
  });

/** What waits of other runs of a schedule is outdated. */
export const outdateEarlierRuns = (
  store: JobStore,
  { channel, dueAt, now, schedule }: { channel: string; schedule: number; dueAt: number; now: number },
): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE messages INDEXED BY messages_waiting SET gave_up_ms = ?, outdated = 1, answer = ?, claimed_until_ms = NULL
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
      `UPDATE messages INDEXED BY messages_waiting SET gave_up_ms = ?, answer = ?, claimed_until_ms = NULL
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
