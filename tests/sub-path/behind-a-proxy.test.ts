import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeBehindProxy } from '../support/behind-a-proxy.ts';
import { startDashboard } from '../support/dashboard.ts';

const SUB_PATH = '/tools/restore-desk';

describeBehindProxy(SUB_PATH);

test('addresses outside of the sub-path are not found', async () => {
  const dashboard = await startDashboard({ elasticsearchUrl: 'http://127.0.0.1:9', basePath: SUB_PATH });
  try {
    expect((await fetch(`${dashboard.url}${SUB_PATH}/api/live`)).status).toBe(200);
    for (const path of ['/', '/test', '/api/live', '/sign-in', `${SUB_PATH}-other/api/live`])
      expect({ path, status: (await fetch(`${dashboard.url}${path}`)).status }).toEqual({ path, status: 404 });
  } finally {
    await dashboard.stop();
  }
});

test('pages for another sub-path than `publicUrl` has are not served, and says what to do', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sub-path-'));
  try {
    const started = startDashboard({
      directory,
      basePath: SUB_PATH,
      configuration:
        'publicUrl: https://desk.example.org/elsewhere\nsignIn: { kind: local }\nclusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
    });
    await expect(started).rejects.toThrow(
      `publicUrl: Its path is /elsewhere, and the pages that were started are for ${SUB_PATH}.`,
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

test('scripts are sent as brotli, also below the sub-path', async () => {
  const dashboard = await startDashboard({ elasticsearchUrl: 'http://127.0.0.1:9', basePath: SUB_PATH });
  try {
    const page = await (await fetch(`${dashboard.url}${SUB_PATH}/test`)).text();
    const script = new RegExp(`${SUB_PATH}/_next/static/chunks/[^"]+\\.js`).exec(page)![0];
    const { status, headers } = await fetch(`${dashboard.url}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect({ status, encoding: headers.get('content-encoding') }).toEqual({ status: 200, encoding: 'br' });
  } finally {
    await dashboard.stop();
  }
});
