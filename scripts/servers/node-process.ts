import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardAgainstOurDeath, signalGroup } from './guard.ts';
import { configFolder } from './node-files.ts';
import { giveTo, type Owner } from './unprivileged.ts';
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
 * One running server process and everything it started: it leads a process group of its own, so that a signal
 * reaches the launcher and the JVM behind it, and a Ctrl-C in the terminal reaches neither.
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

  /** The last lines it wrote: why it did not start. */
  lastWords(lines = 15): string {
    try {
      return readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
    } catch {
      return '(it wrote nothing)';
    }
  }

  async start(): Promise<void> {
    if (this.#child) return;
    const { kind, home, directory, owner } = this.launch;
    await giveTo(owner, directory);
    const log = openSync(this.logFile, 'a', 0o644);
    try {
      const child = spawn(join(home, 'bin', kind.distribution), [], {
        cwd: directory,
        detached: true,
        stdio: ['ignore', log, log],
        ...(owner ?? {}),
        env: environment(this.launch),
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
      guardAgainstOurDeath(child);
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

  /** Asks, waits, and then does not ask any more. */
  async stop(patienceMs = 15_000): Promise<void> {
    if (!this.#child) return;
    this.resume(); // a paused process can't hear
    signalGroup(this.pid, 'SIGTERM');
    const timer = setTimeout(() => {
      signalGroup(this.pid, 'SIGKILL');
    }, patienceMs);
    await this.#ended;
    clearTimeout(timer);
  }

  get ended(): Promise<void> {
    return this.#ended;
  }
}

/** Nothing of our own environment: a JAVA_TOOL_OPTIONS or an ES_JAVA_OPTS of the developer's would get into the server. */
function environment({ kind, directory, jdk, heapMb }: NodeLaunch): NodeJS.ProcessEnv {
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
  return variables as NodeJS.ProcessEnv; // Next's types ask for a NODE_ENV in it, a server doesn't
}
