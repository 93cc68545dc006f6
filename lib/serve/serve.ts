import { join } from 'node:path';
import type { Configuration } from '../config/configuration.ts';
import { loadConfiguration, missingConfiguration } from '../config/load.ts';
import { programFolder } from '../places.mjs';
import { pagesBelow } from './pages-below.ts';
import { replaceProcess } from './replace-process.ts';
import { SERVING } from './serving-environment.ts';

/** What the start needs to know. */
type Served = Pick<Configuration, 'listen' | 'publicUrl' | 'dataDirectory'>;

/** Becomes the dashboard's server. Throws AppError disk (the pages for its sub-path), `cancelled`. */
export async function serve(
  { listen, publicUrl, dataDirectory }: Served,
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<never> {
  const pages = await pagesBelow(subPathOf(publicUrl), dataDirectory, signal);
  return replaceProcess(
    join(programFolder(), 'server.mjs'),
    ['--hostname', listen.host, '--port', String(listen.port)],
    { ...environment, ...SERVING, RESTORE_DESK_PAGES: pages },
  );
}

/** The path of the address that people use; empty: none. */
const subPathOf = (publicUrl: string | null): string =>
  publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');

/**
 * Without any configuration the dashboard starts all the same, on this machine alone, and says what to do (lib/unconfigured/). Throws
 * AppError invalid_input: a wrong configuration.
 */
export function servedConfiguration(environment: NodeJS.ProcessEnv): Served {
  if (missingConfiguration(environment) === null) return loadConfiguration(environment);
  return {
    listen: { host: '127.0.0.1', port: Number(environment['PORT']) || 3000 },
    publicUrl: null,
    dataDirectory: '',
  };
}
