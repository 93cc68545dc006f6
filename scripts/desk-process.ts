import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from './servers/answers.ts';
import { guardAgainstOurDeath, signalGroup } from './servers/guard.ts';
import { SERVING } from './serving.ts';

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const nextProgram = fileURLToPath(new URL('../node_modules/next/dist/bin/next', import.meta.url));

export interface DeskOptions {
  port: number;
  host?: string;
  /** Where relative paths of the configuration start, and where a restore-desk.yaml would be found. */
  workingDirectory: string;
  env: Record<string, string | undefined>;
  /** What the dashboard writes to its console; written anew. */
  logFile: string;
  startTimeoutMs?: number;
}

export interface DeskProcess {
  readonly url: string;
  readonly pid: number | undefined;
  /** Resolves with the exit code (null: by a signal) when it ends, whoever ended it. */
  readonly ended: Promise<number | null>;
  output(): string;
  kill9(): Promise<void>;
  /** SIGTERM, and SIGKILL for one that does not listen. Resolves to the milliseconds it took. */
  stop(): Promise<number>;
}

/** Starts the built dashboard and returns when it answers. */
export async function startDeskProcess(options: DeskOptions): Promise<DeskProcess> {
  const { port, host = '127.0.0.1', workingDirectory, env, logFile, startTimeoutMs = 60_000 } = options;
  writeFileSync(logFile, '');
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      nextProgram,
      'start',
      project,
      '--hostname',
      host,
      '--port',
      String(port),
    ],
    {
      cwd: workingDirectory,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...SERVING, PORT: String(port), ...env },
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      appendFileSync(logFile, chunk);
    });
  }
  let running = true;
  const ended = new Promise<number | null>((resolve) => {
    const done = (code: number | null) => {
      running = false;
      resolve(code);
    };
    child.once('error', () => {
      done(1);
    });
    child.once('exit', done);
  });
  guardAgainstOurDeath(child);
  const url = `http://${host}:${String(port)}`;
  const output = () => readFileSync(logFile, 'utf8');
  const desk: DeskProcess = {
    url,
    pid: child.pid,
    ended,
    output,
    async kill9() {
      if (running) signalGroup(child.pid, 'SIGKILL');
      await ended;
    },
    async stop() {
      const began = performance.now();
      if (running) signalGroup(child.pid, 'SIGTERM');
      const timer = setTimeout(() => {
        if (running) signalGroup(child.pid, 'SIGKILL');
      }, 15_000);
      await ended;
      clearTimeout(timer);
      return performance.now() - began;
    },
  };
  const deadline = Date.now() + startTimeoutMs;
  while (running && Date.now() < deadline) {
    // Any answer will do: a sign-in page, or a page that says that the cluster is away.
    const answer = await ask(`${url}/`, { timeoutMs: 10_000 }).catch(() => null);
    if (answer) return desk;
    await sleep(100);
  }
  await desk.kill9();
  throw new DeskDidNotStart(output());
}

/** The dashboard ended, or was silent, while it started. The message is what it said itself. */
export class DeskDidNotStart extends Error {
  override readonly name = 'DeskDidNotStart';
}
