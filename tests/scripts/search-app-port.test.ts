import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { searchAppPort } from '../../scripts/search-app-port.ts';

test('the search app has the port of its last start, while that is free', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'search-app-port-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'port');
  const first = await searchAppPort(file);
  expect(await searchAppPort(file)).toBe(first);
  const other = createServer();
  onTestFinished(() => void other.close());
  await new Promise<void>((resolve) => other.listen(first, '127.0.0.1', resolve));
  const second = await searchAppPort(file);
  expect(second).not.toBe(first);
  expect(await searchAppPort(file)).toBe(second);
});
