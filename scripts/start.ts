/** `npm start`: builds where needed, then becomes server.mjs in this same process, so that signals reach it directly. */
import { join } from 'node:path';
import { loadConfiguration, missingConfiguration } from '../lib/config/load.ts';
import type { Configuration } from '../lib/config/configuration.ts';
import { isAppError } from '../lib/errors.ts';
import { programFolder } from '../lib/places.mjs';
import { build } from './build.ts';
import { SERVING } from './serving.ts';

const serverProgram = join(programFolder(), 'server.mjs');

function give(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

/** Without any configuration the dashboard starts all the same, on this machine alone, and says what to do (lib/unconfigured/). */
function readConfiguration(): Pick<Configuration, 'listen' | 'publicUrl'> {
  if (missingConfiguration() !== null)
    return { listen: { host: '127.0.0.1', port: Number(process.env['PORT']) || 3000 }, publicUrl: null };
  try {
    return loadConfiguration();
  } catch (error) {
    if (isAppError(error)) give([error.message, error.hint].filter(Boolean).join(' '));
    throw error;
  }
}

const { listen, publicUrl } = readConfiguration();
// The path of the public address is part of the build.
if (publicUrl !== null) process.env['RESTORE_DESK_BASE_PATH'] = new URL(publicUrl).pathname.replace(/\/+$/, '');
const failure = await build();
if (failure) give(`${failure.output}\nThe build failed.`);
process.execve?.(
  process.execPath,
  [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    serverProgram,
    '--hostname',
    listen.host,
    '--port',
    String(listen.port),
  ],
  {
    ...Object.fromEntries(
      Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
    ...SERVING,
  },
);
