import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safeJson, safeLine } from '../../lib/cli/safe-text.ts';
import { runCommand } from '../support/command-line.ts';
import { startRawServer } from '../support/raw-server.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('control characters', () => {
  it('are escaped', () => {
    expect(safeLine('a\u001b[31mred\u009b2J\u0007\u202egnp\u2066\r\nend')).toBe(
      'a\\u001b[31mred\\u009b2J\\u0007\\u202egnp\\u2066\\u000d\\nend',
    );
    expect(JSON.parse(safeJson({ a: '\u009b\u202e\u001b' }))).toEqual({ a: '\u009b\u202e\u001b' });
    expect(safeJson('\u009b\u007f')).toBe('"\\u009b\\u007f"');
  });

  it('in a file’s name and a cluster’s answer are escaped', async () => {
    const name = join(folder, 'bad\u001b[2Jname.zip');
    writeFileSync(name, 'not a zip');
    const ended = await runCommand(['verify', name], { cwd: folder });
    expect(ended.code).toBe(1);
    expect(ended.stdout + ended.stderr).not.toMatch(/\u001b/);
    const server = await startRawServer(
      'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"error":{"type":"x","reason":"\\u001b[31mhostile\\u009b"}}',
    );
    const result = await runCommand(['health', server.url], { cwd: folder });
    server.close();
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('\\u001b[31mhostile\\u009b');
    expect(result.stderr).not.toMatch(/[\u001b\u009b]/);
  });
});
