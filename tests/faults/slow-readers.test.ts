import { mkdirSync, readdirSync, readlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { fileProcessesOf } from '../support/file-processes.ts';

const ADDRESS = '/api/test/backups/government/big.zip/download';
let dashboard: TestDashboard;
const open = new Set<Socket>();

beforeAll(async () => {
  dashboard = await startDashboard({ elasticsearchUrl: 'http://127.0.0.1:9' });
  const file = join(dashboard.backupDirectory, 'government', 'big.zip');
  mkdirSync(join(file, '..'));
  writeFileSync(file, '');
  // Larger than the operating system's buffers.
  truncateSync(file, 256 * 1024 * 1024);
});
afterEach(() => {
  for (const socket of open) socket.destroy();
  open.clear();
});
afterAll(() => dashboard?.stop());

/** How often the dashboard's file process has the file open. */
const countOpenFiles = (): number =>
  fileProcessesOf(dashboard.pid!).reduce((sum, pid) => sum + countIn(`/proc/${String(pid)}/fd`), 0);

const countIn = (folder: string): number =>
  readdirSync(folder).filter((fd) => {
    try {
      return readlinkSync(`${folder}/${fd}`).endsWith('big.zip');
    } catch {
      return false;
    }
  }).length;

/** Sends a request `times` times and does not read the response. */
function request(path: string, times = 1): Socket {
  const { host, hostname, port } = new URL(dashboard.url);
  const socket = connect(Number(port), hostname);
  open.add(socket);
  socket.on('error', () => undefined);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(times));
  return socket;
}

const readSlowly = (socket: Socket, bytesASecond: number): NodeJS.Timeout =>
  setInterval(() => socket.read(bytesASecond) ?? socket.read(), 1000);

const countCutConnections = (): number => dashboard.output().split('did not read its response').length - 1;

/** Reads everything. Resolves to how the connection ends: 'end' or an error code. */
const readToEnd = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    socket.once('end', () => resolve('end'));
    socket.resume();
  });

test('a client that does not read its response is disconnected and its file closed; a slow client is not', async () => {
  const [nothing, trickle, pages, slow] = [request(ADDRESS), request(ADDRESS), request('/test', 300), request(ADDRESS)];
  const timers = [readSlowly(trickle, 1), readSlowly(slow, 4096)];
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(3);
  await sleep(100_000);
  expect([countCutConnections(), countOpenFiles()]).toEqual([0, 3]);
  await expect.poll(countCutConnections, { timeout: 60_000, interval: 1000 }).toBe(3);
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(1);
  clearInterval(timers[0]);
  for (const socket of [nothing, trickle, pages]) expect(await readToEnd(socket)).toBe('ECONNRESET');
  await sleep(60_000);
  expect([countCutConnections(), countOpenFiles()]).toEqual([3, 1]);
  clearInterval(timers[1]);
  slow.destroy();
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(0);
}, 300_000);

test('a user has at most four downloads at once; the next one is refused with Retry-After, and pages still work', async () => {
  const downloads = Array.from({ length: 4 }, () => request(ADDRESS));
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(4);
  for (const path of [ADDRESS, '/api/test/audit-log']) {
    const refused = await fetch(dashboard.url + path);
    expect({ path, status: refused.status, after: refused.headers.get('retry-after') }).toEqual({
      path,
      status: 429,
      after: '10',
    });
    expect(await refused.text()).toContain('You have 4 downloads running');
  }
  expect((await fetch(`${dashboard.url}/test`)).status).toBe(200);
  downloads[0]!.destroy();
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(3);
  const next = await fetch(dashboard.url + ADDRESS);
  expect(next.status).toBe(200);
  await next.body?.cancel();
  for (const socket of downloads) socket.destroy();
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(0);
}, 60_000);

test('a HEAD request for a download keeps no file open', async () => {
  for (let time = 0; time < 6; time++) {
    const { status, headers } = await fetch(dashboard.url + ADDRESS, { method: 'HEAD' });
    expect({ status, length: headers.get('content-length') }).toEqual({
      status: 200,
      length: String(256 * 1024 * 1024),
    });
  }
  await expect.poll(countOpenFiles, { timeout: 10_000 }).toBe(0);
});
