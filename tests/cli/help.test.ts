import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helpOf } from '../../lib/cli/help.ts';
import { parseArguments } from '../../lib/cli/parse-arguments.ts';
import { optionsOfVerb } from '../../lib/cli/verb.ts';
import { VERBS } from '../../lib/cli/verbs.ts';
import { runCommand } from '../support/command-line.ts';

/** They read files, have options of their own for them, or send to a target whose credentials are configured. */
const WITHOUT_CREDENTIALS = [
  'init',
  'serve',
  'demo',
  'verify',
  'replay',
  'bundle',
  'database-backup',
  'import',
  'notify list',
  'notify test',
  'doctor',
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('help', () => {
  it.each(Object.values(VERBS))('of $name has every option, examples and the exit codes', (verb) => {
    const help = helpOf(verb);
    for (const option of Object.keys(optionsOfVerb(verb))) expect(help).toContain(`--${option}`);
    expect(help.includes('--credentials')).toBe(!WITHOUT_CREDENTIALS.includes(verb.name));
    expect(
      help
        .slice(0, help.indexOf('Examples:'))
        .split('\n')
        .filter((line) => line.length > 120),
    ).toEqual([]);
    expect(help).toMatch(/Examples:\n {2}restore-desk /);
    expect(help).toContain('4 refused');
    for (const [option] of verb.optionHelp) expect(Object.keys(verb.options)).toContain(/--([a-z-]+)/.exec(option)![1]);
  });

  it('has only valid examples', () => {
    for (const verb of Object.values(VERBS)) {
      for (const example of verb.examples) {
        const words = [...example.matchAll(/'([^']*)'|(\S+)/g)]
          .map(([, quoted, bare]) => quoted ?? bare!)
          .slice(1 + verb.name.split(' ').length);
        expect(() => parseArguments(verb, words)).not.toThrow();
      }
    }
  });

  it('is printed on stdout, with exit code 0', async () => {
    for (const words of [['--help'], ['help'], ['clean', '--help'], ['restore', '-h'], ['help', 'switch']]) {
      const ended = await runCommand(words, { cwd: folder });
      expect([ended.code, ended.stderr]).toEqual([0, '']);
      expect(ended.stdout).toContain('restore-desk');
    }
  });
});
