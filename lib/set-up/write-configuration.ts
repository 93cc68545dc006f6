import { writeFile } from 'node:fs/promises';
import type { Configuration } from '../config/configuration.ts';
import { loadConfiguration } from '../config/load.ts';
import { createFile } from '../files/create-file.ts';

/**
 * Writes a configuration readable by its owner alone, in one step, and never over a file that exists. It gets its name once
 * it has been loaded from the disk: one that does not load is never there. Throws AppError refused, disk, invalid_input.
 */
export async function writeConfiguration(
  file: string,
  text: string,
  environment: NodeJS.ProcessEnv,
  warn: (sentence: string) => void,
): Promise<Configuration> {
  let loaded: Configuration | null = null;
  await createFile(
    file,
    async (temporary) => {
      await writeFile(temporary, text);
      loaded = loadConfiguration({ ...environment, RESTORE_DESK_CONFIG: temporary });
    },
    warn,
  );
  return loaded!;
}
