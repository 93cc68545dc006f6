import type { Configuration } from '../config/configuration.ts';
import { redact } from '../config/redact.ts';
import { configuration } from '../config/loaded.ts';
import { AppError } from '../errors.ts';
import { sendTestMessage } from './send.ts';

/** What came of a test message. `answer`: what the channel answered, or why there was no answer; without secrets. */
export interface TestResult {
  ok: boolean;
  answer: string;
  seconds: number;
}

/** Sends a test message by a channel of the configuration, now, and waits for the answer. Throws AppError not_found. */
export const sendTest = (name: string): Promise<TestResult> => sendTestOf(configuration(), name);

/** The same of a configuration that is given. */
export async function sendTestOf(
  { notifications, publicUrl }: Pick<Configuration, 'notifications' | 'publicUrl'>,
  name: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<TestResult> {
  const channel = notifications.channels.find((each) => each.name === name);
  if (!channel)
    throw new AppError('not_found', 'There is no such channel in the configuration.', {
      hint:
        notifications.channels.length === 0
          ? 'There are none: see `notifications` in docs/notifications.md.'
          : `There is ${notifications.channels.map((each) => each.name).join(', ')}.`,
    });
  const begunMs = performance.now();
  const { answer, ok } = await sendTestMessage(channel, { publicUrl, now: Date.now(), signal });
  return { ok, answer: redact(answer), seconds: Math.round(performance.now() - begunMs) / 1000 };
}
