import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Credentials } from './answers.ts';
import type { NodeProcess } from './node-process.ts';

/** Returns when every node answers and the cluster has all of them. Throws with their last words when one ends, or at the timeout. */
export async function untilComplete(
  processes: readonly NodeProcess[],
  urls: readonly string[],
  auth: Credentials | undefined,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    const dead = processes.find((process) => !process.running);
    if (dead) throw new Error(`The server ended while it started (${dead.logFile}):\n${dead.lastWords()}`);
    try {
      const answers = await Promise.all(
        urls.map((url) => ask(`${url}/_cluster/health?timeout=1s`, { ...(auth ? { auth } : {}), timeoutMs: 3_000 })),
      );
      if (answers.every((answer) => isComplete(answer, urls.length))) return;
      last = answers.map((answer) => `${String(answer.status)} ${answer.text.slice(0, 200)}`).join('; ');
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(200);
  }
  throw new Error(
    `The server did not come up in ${String(timeoutMs / 1000)} s (${last}):\n${processes.map((process) => process.lastWords()).join('\n')}`,
  );
}

function isComplete({ status, text }: { status: number; text: string }, nodes: number): boolean {
  if (status !== 200) return false;
  const health = JSON.parse(text) as {
    number_of_nodes: number;
    status: string;
    initializing_shards: number;
    timed_out: boolean;
  };
  // After a restart on old data: until every shard that can be there is there.
  return health.number_of_nodes >= nodes && health.initializing_shards === 0 && (nodes > 1 || health.status !== 'red');
}
