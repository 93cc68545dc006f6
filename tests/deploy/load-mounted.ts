import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '../../lib/config/configuration.ts';
import { loadConfiguration } from '../../lib/config/load.ts';

/**
 * Loads the text of a configuration as the program does, with files of secrets by their absolute paths in the container, which are put into a
 * temporary folder here. Throws what the program would say.
 */
export function loadMounted(
  text: string,
  environment: Readonly<Record<string, string>>,
  secretFiles: readonly string[] = [],
): Configuration {
  const folder = mkdtempSync(join(tmpdir(), 'mounted-'));
  try {
    const placed = secretFiles.reduce((changed, path, index) => {
      const here = join(folder, `secret-${String(index)}`);
      writeFileSync(here, 'made-up secret of a file\n');
      return changed.replaceAll(`file: ${path} `, `file: ${here} `);
    }, text);
    const file = join(folder, 'restore-desk.yaml');
    writeFileSync(file, placed);
    return loadConfiguration({ ...environment, RESTORE_DESK_CONFIG: file } as unknown as NodeJS.ProcessEnv, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
