import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { startCommand } from '../support/command-line.ts';

const BYTES = 2 * 1024 ** 3;
const BODY = 'x'.repeat(6_000);

/** Writes of 50,000 documents in turn. Returns how many. */
async function writeCaptureOf(bytes: number, file: string): Promise<number> {
  const out = createWriteStream(file);
  let number = 0;
  for (let written = 0; written < bytes; number++) {
    const id = `/government/news/page-${String(number % 50_000)}`;
    const body = JSON.stringify({ _id: id, link: id, rev: number, body: BODY });
    const at = 1_515_400_000_000_000_000n + BigInt(number) * 1_000_000n;
    const head = `POST /government/documents HTTP/1.1\r\nHost: search\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}`;
    const record = `1 ${number.toString(16).padStart(24, '0')} ${String(at)} 0\n${head}\r\n\r\n${body}\n🐵🙈🙉\n`;
    written += record.length;
    if (!out.write(record)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
  return number;
}

/** Peak of a process in MB, as the kernel has it. */
const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024;

test('a capture of 2 GB is replayed in less than 250 MB of memory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'restore-desk-large-replay-'));
  let arrived = 0;
  const server = createServer((request, response) => {
    arrived++;
    request.resume().on('end', () => response.writeHead(202).end());
  }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const file = join(folder, 'capture.log');
    const requests = await writeCaptureOf(BYTES, file);
    expect(statSync(file).size).toBeGreaterThan(BYTES);
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const command = startCommand(['replay', url, file, '--from', '2018-01-01', '--json'], { cwd: folder });
    let peak = 0;
    const timer = setInterval(() => (peak = Math.max(peak, peakOf(command.process.pid!))), 500);
    const { code, json, seconds } = await command.ended.finally(() => clearInterval(timer));
    console.log(`${String(requests)} requests in ${seconds.toFixed(0)} s, peak ${peak.toFixed(0)} MB`);
    expect([code, json]).toMatchObject([0, { sent: requests, statuses: { 202: requests } }]);
    expect(arrived).toBe(requests);
    expect(peak).toBeLessThan(250);
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  }
}, 1_200_000);
