import { messageBody, type MessageBody, type MessageEvent, type MessageRow } from '../../contract/message.ts';
import { log } from '../../log.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

type Row = Record<string, unknown>;

/** What was given up for longer is no news. */
const SHOWN_GIVEN_UP_MS = 3 * 86_400_000;

export interface NewMessage {
  channel: string;
  /** `incident:<id>`, or `run:<schedule>:<due>`: one subject's messages are sent in their order. */
  subject: string;
  /** null: it is about a run of a schedule. */
  incident: string | null;
  event: MessageEvent;
  /** Which of several of one event, from 0. */
  number: number;
  body: MessageBody;
}

/** Adds those that were not added before, by any process. Returns how many were added. `now`: milliseconds. */
export const addNewMessages = (store: JobStore, added: readonly NewMessage[], now: number): number =>
  added.length === 0
    ? 0
    : store.transact(() => {
        const insert = store[SQL].prepare(
          `INSERT INTO messages (channel, cluster, subject, incident, event, number, body, created_ms, next_try_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (channel, subject, event, number) DO NOTHING`,
        );
        return added.reduce(
          (count, { body, channel, event, incident, number, subject }) =>
            count +
            Number(
              insert.run(
                channel,
                body.cluster.key,
                subject,
                incident === null ? null : Number(incident),
                event,
                number,
                JSON.stringify(body),
                now,
                now,
              ).changes,
            ),
          0,
        );
      });

/** Whether the first message of this event was made before: a look that takes no lock. */
export const isMade = (
  store: JobStore,
  { channel, event, subject }: Pick<NewMessage, 'channel' | 'subject' | 'event'>,
): boolean =>
  store.read(
    () =>
      store[SQL].prepare('SELECT 1 FROM messages WHERE channel = ? AND subject = ? AND event = ? AND number = 0').get(
        channel,
        subject,
        event,
      ) !== undefined,
  );

export const MESSAGE_COLUMNS =
  'id, channel, subject, incident, event, number, body, created_ms, next_try_ms, attempts, sent_ms, gave_up_ms, outdated, answer';

/** null: another version wrote it, and this one can't read it. */
export function toMessage(row: Row): MessageRow | null {
  const body = messageBody.safeParse(JSON.parse(String(row.body)));
  if (!body.success) {
    log().error({ message: row.id, err: body.error }, 'A message can’t be read.');
    return null;
  }
  const numberOrNull = (value: unknown) => (value === null ? null : Number(value));
  return {
    id: String(row.id),
    channel: String(row.channel),
    subject: String(row.subject),
    incident: row.incident === null ? null : String(row.incident),
    event: row.event as MessageEvent,
    number: Number(row.number),
    body: body.data,
    createdMs: Number(row.created_ms),
    nextTryMs: Number(row.next_try_ms),
    attempts: Number(row.attempts),
    sentMs: numberOrNull(row.sent_ms),
    gaveUpMs: numberOrNull(row.gave_up_ms),
    outdated: Number(row.outdated) === 1,
    answer: row.answer === null ? null : String(row.answer),
  };
}

/** Those of an incident, oldest first. */
export const messagesOfIncident = (store: JobStore, incident: string): MessageRow[] =>
  store
    .read(() =>
      store[SQL].prepare(`SELECT ${MESSAGE_COLUMNS} FROM messages WHERE incident = ? ORDER BY id`).all(
        Number(incident),
      ),
    )
    .flatMap((row) => toMessage(row) ?? []);

/**
 * Of each channel that has any: how many messages wait, since when, and how many could not be sent and were given up in the last three
 * days.
 */
export interface ChannelBacklog {
  waiting: number;
  /** When the oldest waiting one was made, in milliseconds; null: none waits. */
  waitingSinceMs: number | null;
  gaveUp: number;
}

export const backlogByChannel = (store: JobStore, now: number): Map<string, ChannelBacklog> =>
  new Map(
    store
      .read(() =>
        store[SQL].prepare(
          `SELECT channel, count(*) FILTER (WHERE gave_up_ms IS NULL) AS waiting,
               min(created_ms) FILTER (WHERE gave_up_ms IS NULL) AS since, count(gave_up_ms) FILTER (WHERE outdated = 0) AS gave_up
             FROM messages INDEXED BY messages_unsent
             WHERE sent_ms IS NULL AND (gave_up_ms IS NULL OR gave_up_ms > ?) GROUP BY channel`,
        ).all(now - SHOWN_GIVEN_UP_MS),
      )
      .map((row) => [
        String(row.channel),
        {
          waiting: Number(row.waiting),
          waitingSinceMs: row.since === null ? null : Number(row.since),
          gaveUp: Number(row.gave_up),
        },
      ]),
  );
