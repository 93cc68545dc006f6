import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { RetentionPreview } from '@/lib/contract/schedules-page.ts';
import { again, seconds } from '../polling.ts';
import { failureOf, get } from '../route-request.ts';

/** The server reads on: how often it was asked so far. */
interface StillReading {
  asked: number;
}
export type RetentionAnswer = RetentionPreview | StillReading;

/** About two minutes; the server gives the work up after 90 s. */
const MOST_ASKED = 10;

/** What is known of what a retention would delete; undefined: nothing yet. */
export const previewIn = (answer: RetentionAnswer | undefined): RetentionPreview | undefined =>
  answer === undefined || 'asked' in answer ? undefined : answer;

interface Context {
  client: QueryClient;
  queryKey: QueryKey;
  signal: AbortSignal;
}

/** As `get`, but while the server is still reading for its first answer (`timed_out`), that is no failure. */
export async function getRetention(path: string, { client, queryKey, signal }: Context): Promise<RetentionAnswer> {
  try {
    return await get<RetentionPreview>(path, signal);
  } catch (error) {
    return stillReading(error, client.getQueryData<RetentionAnswer>(queryKey));
  }
}

/** Throws the error where it is another one, where an answer is there already, or where it was asked often enough. */
export function stillReading(error: unknown, before: RetentionAnswer | undefined): StillReading {
  const asked = before === undefined ? 0 : 'asked' in before ? before.asked : MOST_ASKED;
  if (failureOf(error).code !== 'timed_out' || asked >= MOST_ASKED) throw error;
  return { asked: asked + 1 };
}

/** What is refused stays refused until something else is typed. */
export function askedAgain(query: {
  state: { status: string; error: Error | null; data: RetentionAnswer | undefined };
}) {
  const { data, error } = query.state;
  if (error !== null && failureOf(error).code === 'invalid_input') return false;
  return again(previewIn(data) === undefined ? seconds(2) : seconds(60))(query);
}
