import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { loadConfiguration } from '../../lib/config/load.ts';
import type { Configuration } from '../../lib/config/configuration.ts';
import { thrownBy } from '../support/failure-of.ts';

interface ConfigurationFolder {
  /** Of the current test. */
  readonly path: string;
  write(name: string, text: string): void;
  /** Writes restore-desk.yaml and loads it. */
  load(yaml: string, variables?: Record<string, string>): Configuration;
  /** The message of the error with which loading it fails. */
  loadError(yaml: string, variables?: Record<string, string>): string;
}

/** A temporary folder for a configuration, for each test. Call it at the top of a test file. */
export function useConfigurationFolder(): ConfigurationFolder {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'configuration-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  const folder: ConfigurationFolder = {
    get path() {
      return path;
    },
    write: (name, text) => writeFileSync(join(path, name), text),
    load(yaml, variables = {}) {
      folder.write('restore-desk.yaml', yaml);
      return loadConfiguration(environment(variables), path);
    },
    loadError: (yaml, variables) => thrownBy(() => folder.load(yaml, variables)).message,
  };
  return folder;
}

export const environment = (variables: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  NODE_ENV: 'test',
  ...variables,
});

/** YAML of one cluster, `production`, with more lines of its entry. */
export const cluster = (lines: string): string =>
  `clusters:\n  production:\n    url: https://search.example.org:9200\n    backups: backups\n${lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`;
