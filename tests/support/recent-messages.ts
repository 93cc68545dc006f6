import type { MessageRow } from '../../lib/contract/message.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import type { JobStore } from '../../lib/jobs/store/job-store.ts';
import { MESSAGE_COLUMNS, toMessage } from '../../lib/jobs/store/messages.ts';

/** Of these channels, newest first. */
export const recentMessages = (
  store: JobStore,
  { channels, limit }: { channels: readonly string[]; limit: number },
): MessageRow[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT ${MESSAGE_COLUMNS} FROM messages WHERE channel IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?`,
      ).all(JSON.stringify(channels), limit),
    )
    .flatMap((row) => toMessage(row) ?? []);
