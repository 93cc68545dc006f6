import { setTimeout as sleep } from 'node:timers/promises';
import { sendRequest, type Credentials } from './send-request.ts';
import type { NodeProcess } from './node-process.ts';

/**
 * Resolves when every node answers and the cluster has all of them. Throws with their last log lines when one ends, or
 * at the timeout.
 */
export async function waitForCluster(
  processes: readonly NodeProcess[],
  urls: readonly string[],
  auth: Credentials | undefined,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let lastProblem = 'no answer';
  while (Date.now() < deadline) {
    const ended = processes.find((process) => !process.running);
    if (ended) throw new Error(`The server ended while it started (${ended.logFile}):\n${ended.lastLogLines()}`);
    try {
      const responses = await Promise.all(
        urls.map((url) =>
          sendRequest(`${url}/_cluster/health?timeout=1s`, { ...(auth ? { auth } : {}), timeoutMs: 3_000 }),
        ),
      );
      if (responses.every((answer) => isComplete(answer, urls.length))) return;
      lastProblem = responses.map((answer) => `${String(answer.status)} ${answer.text.slice(0, 200)}`).join('; ');
    } catch (error) {
      lastProblem = error instanceof Error ? error.message : String(error);
    }
    await sleep(200);
  }
  throw new Error(
    `The server did not come up in ${String(timeoutMs / 1000)} s (${lastProblem}):\n${processes.map((process) => process.lastLogLines()).join('\n')}`,
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
  // After a restart on old data: until every shard that can be allocated is allocated.
  return health.number_of_nodes >= nodes && health.initializing_shards === 0 && (nodes > 1 || health.status !== 'red');
}
