import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCommand } from '../support/command-line.ts';
import { startRawServer } from '../support/raw-server.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a stop signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends a command within two seconds with 130 if the cluster does not answer',
    async (signal) => {
      const server = await startRawServer(null);
      const started = startCommand(['health', server.url, '--json'], { cwd: folder });
      await server.requested;
      const at = performance.now();
      started.process.kill(signal);
      const ended = await started.ended;
      server.close();
      expect((performance.now() - at) / 1000).toBeLessThan(2);
      expect([ended.code, ended.json]).toMatchObject([130, { status: 'cancelled', error: { code: 'cancelled' } }]);
    },
  );

  it('SIGTERM to npx, whose shell does not forward it, ends the command', async () => {
    const shell = join(folder, 'shell');
    writeFileSync(shell, '#!/bin/sh\n"$NODE" "$@"\ntrue\n', { mode: 0o755 });
    const server = await startRawServer(null);
    const started = startCommand(['health', server.url, '--json'], {
      cwd: folder,
      node: shell,
      environment: { NODE: process.execPath, npm_command: 'exec' },
    });
    await server.requested;
    const at = performance.now();
    started.process.kill('SIGTERM');
    const ended = await started.ended;
    server.close();
    expect((performance.now() - at) / 1000).toBeLessThan(2);
    expect(ended.json).toMatchObject({ status: 'cancelled' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while modules are imported is not lost', async (signal) => {
    // Sent while the first listener is being removed: it is delivered in the next turn of the event loop.
    const late = `const off = process.off.bind(process); process.off = (name, listener) => { if (name === '${signal}') { process.off = off; process.kill(process.pid, name); } return off(name, listener); };`;
    const server = await startRawServer(null);
    const ended = await startCommand(['health', server.url, '--json'], {
      cwd: folder,
      environment: { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(late)}"` },
    }).ended;
    server.close();
    expect([ended.code, ended.json]).toMatchObject([130, { status: 'cancelled' }]);
  });
});
