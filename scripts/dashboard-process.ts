import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programFolder } from '../lib/places.mjs';
import { SERVING } from '../lib/serve/serving-environment.ts';
import { sendRequest } from './servers/send-request.ts';
import { killWithParent, signalGroup } from './servers/process-groups.ts';

const LOOPBACK = '127.0.0.1';
const serverProgram = join(programFolder(), 'server.mjs');

export interface DashboardOptions {
  port: number;
  host?: string;
  /** Where relative paths of the configuration start, and where a restore-desk.yaml would be found. */
  workingDirectory: string;
  env: Record<string, string | undefined>;
  /** The user it runs as; default: this process's. */
  owner?: { uid: number; gid: number };
  /** The dashboard's console output; overwritten at the start. */
  logFile: string;
  startTimeoutMs?: number;
}

export interface DashboardProcess {
  readonly url: string;
  readonly pid: number | undefined;
  /** Resolves with the exit code when it ends; null: ended by a signal. */
  readonly ended: Promise<number | null>;
  output(): string;
  kill9(): Promise<void>;
  /** SIGTERM, and SIGKILL after 15 s. Resolves to the milliseconds it took. */
  stop(): Promise<number>;
}

/** Starts the built dashboard and returns when it answers. */
export async function startDashboardProcess(options: DashboardOptions): Promise<DashboardProcess> {
  const dashboard = controlsOf(spawnDashboard(options), options);
  let running = true;
  void dashboard.ended.then(() => {
    running = false;
  });
  const deadline = Date.now() + (options.startTimeoutMs ?? 60_000);
  while (running && Date.now() < deadline) {
    // Any answer will do: a sign-in page, or a page that says that the cluster is away.
    const answer = await sendRequest(`${dashboard.url}/`, { timeoutMs: 10_000 }).catch(() => null);
    if (answer) return dashboard;
    await sleep(100);
  }
  await dashboard.kill9();
  throw new DashboardDidNotStart(dashboard.output());
}

/** In its own process group, which ends with this process; its output goes to the log file. */
function spawnDashboard({
  port,
  host = LOOPBACK,
  workingDirectory,
  env,
  logFile,
  owner,
}: DashboardOptions): ChildProcess {
  writeFileSync(logFile, '');
  const serve = ['--hostname', host, '--port', String(port)];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', serverProgram, ...serve], {
    cwd: workingDirectory,
    detached: true,
    ...owner,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The pages of the build, whatever an outer dashboard's environment names.
    env: { ...process.env, ...SERVING, PORT: String(port), RESTORE_DESK_PAGES: undefined, ...env },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      appendFileSync(logFile, chunk);
    });
  }
  return child;
}

function controlsOf(child: ChildProcess, { port, host = LOOPBACK, logFile }: DashboardOptions): DashboardProcess {
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
  killWithParent(child);
  const signal = (name: NodeJS.Signals) => {
    if (running) signalGroup(child.pid, name);
  };
  return {
    url: `http://${host}:${String(port)}`,
    pid: child.pid,
    ended,
    output: () => readFileSync(logFile, 'utf8'),
    async kill9() {
      signal('SIGKILL');
      await ended;
    },
    async stop() {
      const began = performance.now();
      signal('SIGTERM');
      const timer = setTimeout(signal, 15_000, 'SIGKILL');
      await ended;
      clearTimeout(timer);
      return performance.now() - began;
    },
  };
}

/** The dashboard ended, or did not answer, while it started. The message is its own output. */
export class DashboardDidNotStart extends Error {
  override readonly name = 'DashboardDidNotStart';
}
