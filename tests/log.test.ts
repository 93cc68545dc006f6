import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commandLineLog, log } from '../lib/log.ts';

const slot = Symbol.for('restore-desk.log');
const holder = globalThis as { [slot]?: unknown };
let before: unknown;

beforeEach(() => {
  before = holder[slot];
  delete holder[slot];
});
afterEach(() => {
  holder[slot] = before;
  vi.unstubAllEnvs();
});

test.each([
  [{ isTTY: true }, 'debug', 0],
  [{}, 'debug', 1],
  [{ isTTY: false }, 'warn', 0],
  [{}, 'loud', 1],
  [{}, '', 0],
])(
  'a command line whose stderr is %j, with LOG_LEVEL "%s", writes %i of one line of level info',
  (stream, level, lines) => {
    vi.stubEnv('LOG_LEVEL', level);
    const written: string[] = [];
    commandLineLog(stream, (line) => written.push(line));
    log().info('a job started');
    expect(written).toHaveLength(lines);
  },
);
