import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { auditVerdict } from '../../scripts/audit-verdict.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

test.each([
  [
    '{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"total":0}}}',
    { answered: true, vulnerable: [] },
  ],
  [
    '{"auditReportVersion":2,"vulnerabilities":{"next":{"severity":"high"},"react":{}},"metadata":{}}',
    { answered: true, vulnerable: ['next', 'react'] },
  ],
  ['{"message":"405 Method Not Allowed","statusCode":405,"error":{}}', { answered: false }],
  ['', { answered: false }],
])('the verdict of %s is %j', (json, verdict) => {
  expect(auditVerdict(json)).toEqual(verdict);
});

test('no production dependency has a known vulnerability, if the registry answers audits', async (context) => {
  const json = await new Promise<string>((resolve) => {
    execFile(
      'npm',
      ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=10000'],
      { cwd: project, timeout: 30_000, maxBuffer: 64 * 1024 * 1024 },
      (_, stdout) => resolve(stdout),
    );
  });
  const verdict = auditVerdict(json);
  if (!verdict.answered) return context.skip('The registry does not answer audits.');
  expect(verdict.vulnerable).toEqual([]);
});
