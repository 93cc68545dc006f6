import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { captureFiles } from '../../lib/captures/capture-files.ts';
import type { CapturedRequest } from '../../lib/captures/found.ts';
import { readCaptures } from '../../lib/captures/read-captures.ts';

/** The requests of captured files, in the order of their times. */
export async function capturedRequests(paths: readonly string[]): Promise<CapturedRequest[]> {
  const requests: CapturedRequest[] = [];
  const { signal } = new AbortController();
  await readCaptures(
    await captureFiles(paths),
    (found) => {
      if (found.kind === 'request') requests.push(found);
    },
    { signal },
  );
  return requests.sort((left, right) => Number(left.at - right.at));
}

/** The reference of a replay: one request after another. Resolves to their statuses, when the app's queue is empty. */
export async function replaySerially(url: string, requests: readonly CapturedRequest[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const each of requests) statuses.push(await send(url, each));
  await emptyQueue(url);
  return statuses;
}

/** Waits until the search app has worked everything that it answered with 202. */
export async function emptyQueue(url: string): Promise<void> {
  for (;;) {
    const { queues } = (await (await fetch(`${url}/_status`)).json()) as {
      queues: { bulk: { jobs: number; retries: number; scheduled: number } };
    };
    const { jobs, retries, scheduled } = queues.bulk;
    if (jobs + retries + scheduled === 0) return;
    await sleep(10);
  }
}

const KEPT = ['content-type', 'content-encoding'];

function send(url: string, { method, target, headers, body }: CapturedRequest): Promise<number> {
  const { hostname, port } = new URL(url);
  const kept = Object.fromEntries(headers.filter(([name]) => KEPT.includes(name.toLowerCase())));
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, method, path: target, headers: { ...kept, 'content-length': body.length } },
      (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    sent.once('error', reject).end(body);
  });
}
