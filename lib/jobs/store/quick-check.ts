import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { databaseFile } from './database-file.ts';
import { SCHEMA } from './schema.ts';

/** What was found in the jobs' database of a data directory. Nothing is changed, created or upgraded. */
export interface CheckedDatabase {
  file: string;
  bytes: number;
  /** The version of its schema, and the newest that this program knows. */
  version: number;
  newest: number;
  /** What SQLite's quick check says is wrong, at most 10; null: it did not finish in time. */
  problems: readonly string[] | null;
}

/**
 * In a process of its own, which can be ended: a large database takes minutes to read, and a call of SQLite blocks. Prints one
 * line of JSON after each part.
 */
const PROGRAM = `
const { DatabaseSync } = require('node:sqlite');
const print = (value) => require('node:fs').writeSync(1, JSON.stringify(value) + '\\n');
try {
  const database = new DatabaseSync(process.argv[1], { readOnly: true, timeout: 1500 });
  print({ version: Number(database.prepare('PRAGMA user_version').get().user_version) });
  const rows = database.prepare('PRAGMA quick_check(10)').all().map((row) => String(row.quick_check));
  print({ problems: rows.length === 1 && rows[0] === 'ok' ? [] : rows });
} catch (error) {
  print({ failed: error.message });
}
`;

/** null: there is no database yet. Throws an Error with SQLite's reason where it can't be opened or read. */
export async function quickCheck(dataDirectory: string, timeLimitMs: number): Promise<CheckedDatabase | null> {
  const file = databaseFile(dataDirectory);
  if (!existsSync(file)) return null;
  const lines = await linesOf(file, timeLimitMs);
  const said = Object.assign({}, ...lines.map((line) => JSON.parse(line) as object)) as Said;
  // A damaged page ends the check with an error instead of a list of problems.
  const problems = said.problems ?? (said.version !== undefined && said.failed !== undefined ? [said.failed] : null);
  if (said.version === undefined) throw new Error(said.failed ?? 'it did not answer in time');
  return { file, bytes: statSync(file).size, version: said.version, newest: SCHEMA.length, problems };
}

interface Said {
  version?: number;
  problems?: string[];
  failed?: string;
}

/** The whole lines that the program printed within the time; then it is ended. */
function linesOf(file: string, timeLimitMs: number): Promise<string[]> {
  const { LD_LIBRARY_PATH } = process.env;
  const child = spawn(
    /* turbopackIgnore: true */ process.execPath,
    ['--disable-warning=ExperimentalWarning', '-e', PROGRAM, file],
    {
      cwd: '/',
      env: (LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH }) as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const timer = setTimeout(() => child.kill('SIGKILL'), timeLimitMs);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve(text.split('\n').slice(0, -1));
    });
  });
}
