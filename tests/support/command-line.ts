import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BINARY = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as the one JSON object it is to be. */
  json: Record<string, unknown>;
  seconds: number;
}

export interface Started {
  process: ChildProcess;
  /** Resolves when stderr has said this. */
  says(text: string | RegExp): Promise<void>;
  ended: Promise<Ended>;
}

export interface CommandOptions {
  environment?: Record<string, string>;
  cwd?: string;
  /** The node that runs it; default: the one of the tests. */
  node?: string;
}

/** Starts the real binary; nothing of the tests' own environment that means something to it is passed on. */
export function start(words: readonly string[], options: CommandOptions = {}): Started {
  const began = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const env: Record<string, string | undefined> = { PATH, HOME, ...options.environment };
  const child = spawn(options.node ?? process.execPath, [BINARY, ...words], {
    cwd: options.cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const look of listeners) look();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        stdout,
        stderr,
        seconds: (performance.now() - began) / 1000,
        get json() {
          if (stdout.trim().split('\n').length !== 1) throw new Error(`Not one line of JSON: ${stdout}\n${stderr}`);
          return JSON.parse(stdout) as Record<string, unknown>;
        },
      }),
    );
  });
  const says = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? stderr.includes(text) : text.test(stderr)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`It ended before it said ${String(text)}: ${stderr}`)));
    });
  return { process: child, says, ended };
}

export const run = (words: readonly string[], options?: CommandOptions): Promise<Ended> => start(words, options).ended;
