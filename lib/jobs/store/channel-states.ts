import type { MessageRow } from '../../contract/message.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { MESSAGE_COLUMNS, toMessage } from './messages.ts';

/** The messages of one cluster, to these channels. `newsSince`: what was given up before is no news, in milliseconds. */
interface Wanted {
  cluster: string;
  channels: readonly string[];
  newsSince: number;
}

/** What became of a cluster's messages to one channel, as far as they are kept. Times are milliseconds. */
export interface ChannelState {
  /** null: none was sent. */
  lastSentMs: number | null;
  waiting: number;
  /** Those that could not be sent, and were given up lately. */
  gaveUp: number;
  /**
   * The oldest that waits and was tried, and when one that waits is tried next; null: there is none. `answer` null: not known.
   * `works`: a later one was sent.
   */
  failing: { sinceMs: number; answer: string | null; nextTryMs: number; works: boolean } | null;
}

const WAITS = 'sent_ms IS NULL AND gave_up_ms IS NULL';
const IS_TROUBLE = 'sent_ms IS NULL AND (gave_up_ms IS NULL OR (gave_up_ms > ? AND outdated = 0))';
const OF_CHANNELS = 'channel IN (SELECT value FROM json_each(?))';

/** Of each channel with a message of the cluster. Throws AppError disk. */
export const channelStates = (store: JobStore, { channels, cluster, newsSince }: Wanted): Map<string, ChannelState> =>
  store.read(() => {
    const failing = new Map(
      store[SQL].prepare(
        // The other columns are those of the row with the least id (sqlite.org/lang_select.html#bareagg).
        `SELECT min(id), channel, created_ms, answer FROM messages
           WHERE cluster = ? AND ${OF_CHANNELS} AND ${WAITS} AND attempts > 0 GROUP BY channel`,
      )
        .all(cluster, JSON.stringify(channels))
        .map((row) => [
          String(row.channel),
          {
            sinceMs: Number(row.created_ms),
            answer: row.answer === null ? null : String(row.answer),
          },
        ]),
    );
    return new Map(
      store[SQL].prepare(
        `SELECT channel, max(sent_ms) AS sent, max(created_ms) FILTER (WHERE sent_ms IS NOT NULL) AS newest_sent,
             count(*) FILTER (WHERE ${WAITS}) AS waiting, min(next_try_ms) FILTER (WHERE ${WAITS}) AS next_try,
             count(*) FILTER (WHERE gave_up_ms > ? AND outdated = 0) AS gave_up
           FROM messages WHERE cluster = ? AND ${OF_CHANNELS} GROUP BY channel`,
      )
        .all(newsSince, cluster, JSON.stringify(channels))
        .map((row) => {
          const oldest = failing.get(String(row.channel));
          return [
            String(row.channel),
            {
              lastSentMs: row.sent === null ? null : Number(row.sent),
              waiting: Number(row.waiting),
              gaveUp: Number(row.gave_up),
              failing: oldest
                ? { ...oldest, nextTryMs: Number(row.next_try), works: Number(row.newest_sent) > oldest.sinceMs }
                : null,
            },
          ];
        }),
    );
  });

/** Those that wait or were given up lately before the others, each newest first. Throws AppError disk. */
export const clusterMessages = (
  store: JobStore,
  { channels, cluster, limit, newsSince }: Wanted & { limit: number },
): MessageRow[] =>
  store
    .read(() => {
      const rows = (where: string, most: number) =>
        store[SQL].prepare(
          `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE cluster = ? AND ${OF_CHANNELS} AND ${where} ORDER BY id DESC LIMIT ?`,
        ).all(cluster, JSON.stringify(channels), newsSince, most);
      const trouble = rows(IS_TROUBLE, limit);
      return [...trouble, ...rows(`NOT (${IS_TROUBLE})`, limit - trouble.length)];
    })
    .flatMap((row) => toMessage(row) ?? []);
