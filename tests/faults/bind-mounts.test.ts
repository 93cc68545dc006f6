import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { overlap, realPlace } from '../../lib/files/real-place.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bound folders-')));
const at = (path: string) => join(folder, path);
const mounted: string[] = [];

function bind(what: string, where: string): boolean {
  mkdirSync(at(where), { recursive: true });
  const bound = spawnSync('mount', ['--bind', at(what), at(where)]).status === 0;
  if (bound) mounted.push(at(where));
  return bound;
}

let canMount = false;
beforeAll(() => {
  mkdirSync(at('one/inner/deep'), { recursive: true });
  mkdirSync(at('other'));
  canMount = bind('one', 'whole') && bind('one/inner', 'part');
});
afterAll(() => {
  for (const mountPoint of mounted.reverse()) spawnSync('umount', [mountPoint]);
  rmSync(folder, { recursive: true, force: true });
});

test('a folder that is mounted twice is recognised as one place, and so is a folder inside it', async (context) => {
  if (!canMount) context.skip('This user may not mount.');
  const areOnePlace = async (a: string, b: string) => overlap(await realPlace(at(a)), await realPlace(at(b)));
  for (const [a, b] of [
    ['one', 'whole'],
    ['one', 'part'],
    ['whole', 'part'],
    ['one/inner/deep', 'part'],
    ['one/inner/not-there', 'part/not-there'],
  ] as const)
    expect({ a, b, together: [await areOnePlace(a, b), await areOnePlace(b, a)] }).toEqual({
      a,
      b,
      together: [true, true],
    });
  for (const b of ['one', 'whole', 'part'])
    expect({ b, together: await areOnePlace('other', b) }).toEqual({ b, together: false });
});
