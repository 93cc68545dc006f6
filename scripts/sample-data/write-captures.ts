import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SampleRequest } from './captured-request.ts';
import { morningTraffic, SERVERS } from './morning-traffic.ts';
import { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

const SEPARATOR = '\n🐵🙈🙉\n';

/**
 * Writes the traffic of the timeline into the folder as GoReplay 0.16.1 on each server: a folder for each, with a log that was rotated
 * and compressed half an hour before the loss, and the current one. What the folder holds is deleted; the folder itself stays.
 */
export async function writeCaptures(folder: string, timeline: Timeline): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
  const traffic = morningTraffic(timeline);
  const random = new Random(20_180_108);
  const rotation = timeline.loss.getTime() - 30 * 60_000;
  for (const server of SERVERS) {
    const own = traffic.filter((request) => request.server === server);
    await mkdir(join(folder, server));
    await writeLog(
      join(folder, server),
      '.log.1.gz',
      own.filter(({ at }) => at < rotation),
      random,
    );
    await writeLog(
      join(folder, server),
      '.log',
      own.filter(({ at }) => at >= rotation),
      random,
    );
  }
}

/** The name has the day of the first request. */
async function writeLog(folder: string, suffix: string, requests: readonly SampleRequest[], random: Random) {
  const [first, last] = [requests[0]!, requests.at(-1)!];
  const day = new Date(first.at).toISOString().slice(0, 10).replaceAll('-', '');
  const text = Buffer.from(requests.map((request) => recordOf(request, random)).join(''));
  const file = join(folder, `${day}${suffix}`);
  await writeFile(file, suffix.endsWith('.gz') ? gzipSync(text) : text);
  await utimes(file, new Date(last.at), new Date(last.at));
}

function recordOf({ at, method, target, type, body }: SampleRequest, random: Random): string {
  const nanoseconds = `${String(at)}${String(random.integer(0, 999_999)).padStart(6, '0')}`;
  const head = [
    `${method} ${target} HTTP/1.1`,
    'Host: search.cluster',
    `User-Agent: ${method === 'GET' ? 'frontend' : 'publisher'}`,
    'Accept: application/json',
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
    ...(body === undefined ? [] : [`Content-Length: ${String(Buffer.byteLength(body))}`]),
  ];
  return `1 ${random.hex(40)} ${nanoseconds}\n${head.join('\r\n')}\r\n\r\n${body ?? ''}${SEPARATOR}`;
}
