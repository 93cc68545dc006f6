import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findPromtool, whyNoPromtool } from '../../scripts/servers/promtool.ts';
import { dashboardExpressions } from './dashboard-expressions.ts';

const program = findPromtool();
const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function promtool(...args: string[]): { status: number | null; said: string } {
  const { status, stderr, stdout } = spawnSync(program!, args, { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

describe.skipIf(program === null)(`promtool (${program === null ? whyNoPromtool() : 'Prometheus'})`, () => {
  test('accepts the alert rules', () => {
    expect(promtool('check', 'rules', '--lint-fatal', pathOf('../../docs/monitoring/alerts.yaml'))).toMatchObject({
      status: 0,
      said: expect.stringMatching(/SUCCESS: \d+ rules found/),
    });
  });

  test('sees each alert fire when it must, and not before', () => {
    const { said, status } = promtool('test', 'rules', pathOf('alerts.unit.yaml'));
    expect({ status, said }).toMatchObject({ status: 0 });
  });

  test('can parse every expression of the dashboard', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    try {
      const file = join(folder, 'rules.json');
      const rules = dashboardExpressions().map((expr, at) => ({ record: `panel:${at}`, expr }));
      // JSON is YAML.
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
      expect(promtool('check', 'rules', file)).toMatchObject({
        status: 0,
        said: expect.stringContaining(`SUCCESS: ${rules.length} rules found`),
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
