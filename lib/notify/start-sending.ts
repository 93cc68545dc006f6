import { configuration } from '../config/loaded.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { log } from '../log.ts';
import { processGlobal } from '../process-wide.ts';
import { Sender } from './sender.ts';

const state = processGlobal('sender', (): { sender: Sender | null } => ({ sender: null }));

/** Sends the messages that wait, from now on, where the configuration has channels. `store` throws AppError disk. */
export function startSending(store: () => JobStore): void {
  const { channels, routes } = configuration().notifications;
  if (channels.length === 0 || state().sender !== null) return;
  for (const { name } of channels)
    if (!routes.some(({ channel }) => channel === name))
      log().warn({ channel: name }, 'No route of the configuration sends anything by this channel.');
  const sender = new Sender({ store, configuration: configuration() });
  state().sender = sender;
  sender.start();
}

/** Waits some seconds for messages that are being sent. */
export async function stopSending(): Promise<void> {
  await state().sender?.stop();
}
