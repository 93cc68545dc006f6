import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { build } from '../scripts/build.ts';

const dist = fileURLToPath(new URL('../.next', import.meta.url));
/** A text of zod's code that minifying keeps. */
const ZOD = '$ZodError';

function scriptsWith(text: string, folder: string): string[] {
  return readdirSync(join(dist, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .filter((file) => readFileSync(join(dist, folder, file), 'utf8').includes(text));
}

beforeAll(async () => {
  expect(await build()).toBeNull();
});

test('no script of a page contains zod (32 kB): a client module imports types from a file with schemas, never values', () => {
  expect(scriptsWith(ZOD, 'server').length, 'zod on the server has the text').toBeGreaterThan(0);
  expect(scriptsWith(ZOD, 'static')).toEqual([]);
});
