import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as one line of JSON. Throws if it is anything else. */
  json: Record<string, unknown>;
  seconds: number;
}

export interface StartedCommand {
  process: ChildProcess;
  /** Resolves when stderr contains this. Rejects when the command ends first. */
  waitForOutput(text: string | RegExp): Promise<void>;
  ended: Promise<CommandResult>;
}

export interface CommandOptions {
  environment?: Record<string, string>;
  cwd?: string;
  /** The path of the Node that runs it; default: that of the tests. */
  node?: string;
}

/** Starts the real program, without the tests' environment variables. */
export function startCommand(args: readonly string[], options: CommandOptions = {}): StartedCommand {
  const startedAt = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const env: Record<string, string | undefined> = { PATH, HOME, ...options.environment };
  const child = spawn(options.node ?? process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const check of listeners) check();
  });
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code,
        stdout,
        stderr,
        seconds: (performance.now() - startedAt) / 1000,
        get json() {
          if (stdout.trim().split('\n').length !== 1) throw new Error(`Not one line of JSON: ${stdout}\n${stderr}`);
          return JSON.parse(stdout) as Record<string, unknown>;
        },
      }),
    );
  });
  const waitForOutput = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? stderr.includes(text) : text.test(stderr)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then(() => reject(new Error(`The command ended before it wrote ${String(text)}: ${stderr}`)));
    });
  return { process: child, waitForOutput, ended };
}

export const runCommand = (args: readonly string[], options?: CommandOptions): Promise<CommandResult> =>
  startCommand(args, options).ended;
