import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { killWithParent, signalGroup } from './process-groups.ts';
import { configFolder } from './node-files.ts';
import { changeOwner, type Owner } from './unprivileged.ts';
import type { Jdk } from './java.ts';
import type { ServerKind } from './versions.ts';

export interface NodeLaunch {
  kind: ServerKind;
  home: string;
  directory: string;
  jdk: Jdk;
  owner: Owner | undefined;
  heapMb: number;
}

/**
 * One server process and everything it started. It leads a process group of its own, so that a signal reaches the
 * launcher and the JVM that it started, and a Ctrl-C in the terminal reaches neither.
 */
export class NodeProcess {
  readonly launch: NodeLaunch;
  #child: ChildProcess | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(launch: NodeLaunch) {
    this.launch = launch;
  }

  get running(): boolean {
    return this.#child !== null;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get logFile(): string {
    return join(this.launch.directory, 'logs', 'console.log');
  }

  /** The last lines of its console log, which say why it did not start. */
  lastLogLines(lines = 15): string {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '(it wrote nothing)';
    }
  }

  async start(): Promise<void> {
    if (this.#child) return;
    const { kind, home, directory, owner } = this.launch;
    await changeOwner(owner, directory);
    const log = openSync(this.logFile, 'a', 0o644);
    try {
      const child = spawn(join(home, 'bin', kind.distribution), [], {
        cwd: directory,
        detached: true,
        stdio: ['ignore', log, log],
        ...(owner ?? {}),
        env: createEnvironment(this.launch),
      });
      this.#child = child;
      this.#ended = new Promise((resolve) => {
        const done = () => {
          if (this.#child === child) this.#child = null;
          resolve();
        };
        child.once('error', done);
        child.once('exit', done);
      });
      killWithParent(child);
    } finally {
      closeSync(log);
    }
  }

  pause(): void {
    signalGroup(this.pid, 'SIGSTOP');
  }

  resume(): void {
    signalGroup(this.pid, 'SIGCONT');
  }

  async kill9(): Promise<void> {
    signalGroup(this.pid, 'SIGKILL');
    await this.#ended;
  }

  /** Sends SIGTERM, and SIGKILL after `graceMs`. Resolves when the process has ended. */
  async stop(graceMs = 15_000): Promise<void> {
    if (!this.#child) return;
    this.resume(); // a paused process handles no signal
    signalGroup(this.pid, 'SIGTERM');
    const timer = setTimeout(() => {
      signalGroup(this.pid, 'SIGKILL');
    }, graceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  get ended(): Promise<void> {
    return this.#ended;
  }
}

/** Without this process's environment: the developer's JAVA_TOOL_OPTIONS or ES_JAVA_OPTS would reach the server. */
function createEnvironment({ kind, directory, jdk, heapMb }: NodeLaunch): NodeJS.ProcessEnv {
  const prefix = kind.distribution === 'opensearch' ? 'OPENSEARCH' : 'ES';
  const variables: Record<string, string | undefined> = {
    PATH: process.env['PATH'],
    HOME: directory,
    LANG: 'C.UTF-8',
    JAVA_HOME: jdk.home,
    [`${prefix}_JAVA_HOME`]: jdk.home,
    [`${prefix}_PATH_CONF`]: configFolder(directory),
    [`${prefix}_TMPDIR`]: join(directory, 'tmp'),
    [`${prefix}_JAVA_OPTS`]: `-Xms${String(heapMb)}m -Xmx${String(heapMb)}m`,
  };
  return variables as NodeJS.ProcessEnv; // Next's types require a NODE_ENV
}
