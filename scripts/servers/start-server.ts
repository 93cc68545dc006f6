import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Credentials } from './answers.ts';
import { distribution } from './distribution.ts';
import { findJdk } from './java.ts';
import { writeNodeFiles, type FileUser, type SettingValue } from './node-files.ts';
import { NodeProcess } from './node-process.ts';
import { freePort } from './ports.ts';
import { serverOwner } from './unprivileged.ts';
import { DEFAULT_SERVER, serverKind, type ServerKind } from './versions.ts';

export interface ServerOptions {
  /** A key of versions.ts: "8.19.9" (the default), "6.8.23", "opensearch-2.19.3", … */
  version?: string;
  /** Nodes of one cluster, all on this machine. */
  nodes?: number;
  name?: string;
  /** For every node's yml, over the defaults. */
  settings?: Record<string, SettingValue>;
  /** For one node each, by position: node attributes, roles. */
  nodeSettings?: readonly Record<string, SettingValue>[];
  /** Switches security on with these users in the file realm. The first must be a superuser: it is used to see that the server is up. */
  users?: readonly FileUser[];
  /** Shown to a server whose `xpack.security.http.ssl.client_authentication` asks for it. */
  client?: { cert: string; key: string };
  /** More files below each node's config folder: "roles.yml", "certs/http.pem". */
  files?: Record<string, string>;
  heapMb?: number;
  /** Kept when the server stops. Without it: a temporary folder that goes with the server. */
  directory?: string;
  /** Of the first node; free ones are found for the rest. */
  port?: number;
  /** Folder every node may write snapshots to (path.repo). */
  repo?: string;
  startTimeoutMs?: number;
}

export interface Server {
  readonly kind: ServerKind;
  /** Of the first node. */
  readonly url: string;
  /** One per node. */
  readonly urls: readonly string[];
  readonly nodeNames: readonly string[];
  readonly pids: readonly (number | undefined)[];
  readonly directory: string;
  /** Resolves when a node ends, whoever ended it. */
  readonly ended: Promise<void>;
  /** All nodes, or the one at this position. Returns when the process is gone; data and port stay. */
  kill9(node?: number): Promise<void>;
  /** Stops the process in its tracks (SIGSTOP): connections stay open and nothing answers. */
  pause(node?: number): void;
  resume(node?: number): void;
  /** Starts what does not run again, on the same data and ports, and waits until the cluster answers. */
  restart(node?: number): Promise<void>;
  /** Ends every node; a temporary folder is removed. */
  stop(): Promise<void>;
}

/** Starts a real server and returns when its cluster is complete and answers. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const kind = serverKind(options.version ?? DEFAULT_SERVER);
  const jdk = findJdk(kind);
  const home = await distribution(kind);
  const owner = serverOwner();
  const temporary = options.directory === undefined;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'restore-desk-server-')));
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755);
  const count = options.nodes ?? 1;
  const ports = await Promise.all(
    Array.from({ length: count }, (_, position) => (position === 0 && options.port ? options.port : freePort())),
  );
  const transportPorts = await Promise.all(Array.from({ length: count }, () => freePort()));
  const nodeNames = Array.from({ length: count }, (_, position) => `node-${String(position + 1)}`);
  const users = options.users ?? [];
  const secureHttp = options.settings?.['xpack.security.http.ssl.enabled'] === true;
  const urls = ports.map((port) => `${secureHttp ? 'https' : 'http'}://127.0.0.1:${String(port)}`);
  const auth = users[0]
    ? { username: users[0].name, password: users[0].password, ...(options.client ? { client: options.client } : {}) }
    : undefined;

  const processes: NodeProcess[] = [];
  for (const [position, name] of nodeNames.entries()) {
    const nodeDirectory = join(directory, name);
    await writeNodeFiles({
      kind,
      home,
      directory: nodeDirectory,
      users,
      files: options.files ?? {},
      settings: {
        'cluster.name': options.name ?? 'restore-desk-test',
        'node.name': name,
        'network.host': '127.0.0.1',
        'http.port': ports[position] ?? 0,
        'path.data': join(nodeDirectory, 'data'),
        'path.logs': join(nodeDirectory, 'logs'),
        ...(options.repo ? { 'path.repo': [options.repo] } : {}),
        ...joining(kind, nodeNames, transportPorts, position),
        ...security(kind, users.length > 0),
        // A developer's disk is often fuller than 85 %; what counts for tests is room in bytes.
        'cluster.routing.allocation.disk.watermark.low': '3gb',
        'cluster.routing.allocation.disk.watermark.high': '2gb',
        'cluster.routing.allocation.disk.watermark.flood_stage': '1gb',
        ...options.settings,
        ...options.nodeSettings?.[position],
      },
    });
    processes.push(
      new NodeProcess({ kind, home, directory: nodeDirectory, jdk, owner, heapMb: options.heapMb ?? 512 }),
    );
  }

  const timeoutMs = options.startTimeoutMs ?? 180_000;
  const some = (node: number | undefined) => (node === undefined ? processes : processes.slice(node, node + 1));
  const begin = async () => {
    for (const process of processes) await process.start();
    await untilComplete(processes, urls, auth, timeoutMs);
  };
  const stop = async () => {
    // What is thrown away needs no goodbye.
    await Promise.all(processes.map((process) => (temporary ? process.kill9() : process.stop())));
    if (temporary) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    await begin();
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    kind,
    url: urls[0] ?? '',
    urls,
    nodeNames,
    get pids() {
      return processes.map((process) => process.pid);
    },
    directory,
    get ended() {
      return Promise.race(processes.map((process) => process.ended));
    },
    async kill9(node) {
      await Promise.all(some(node).map((process) => process.kill9()));
    },
    pause(node) {
      for (const process of some(node)) process.pause();
    },
    resume(node) {
      for (const process of some(node)) process.resume();
    },
    async restart(node) {
      for (const process of some(node)) await process.start();
      const running = processes.filter((process) => process.running);
      await untilComplete(
        running,
        urls.filter((_, position) => processes[position]?.running),
        auth,
        timeoutMs,
      );
    },
    stop,
  };
}

/** How the nodes find each other. One node alone skips the bootstrap checks. */
function joining(
  kind: ServerKind,
  names: readonly string[],
  transportPorts: readonly number[],
  position: number,
): Record<string, SettingValue> {
  const transport = transportPorts[position] ?? 0;
  const hosts = transportPorts.map((port) => `127.0.0.1:${String(port)}`);
  if (kind.version.startsWith('6.')) {
    if (names.length === 1) return { 'transport.tcp.port': transport, 'discovery.type': 'single-node' };
    return {
      'transport.tcp.port': transport,
      'discovery.zen.ping.unicast.hosts': hosts,
      'discovery.zen.minimum_master_nodes': Math.floor(names.length / 2) + 1,
    };
  }
  if (names.length === 1) return { 'transport.port': transport, 'discovery.type': 'single-node' };
  const managers =
    kind.distribution === 'opensearch' ? 'cluster.initial_cluster_manager_nodes' : 'cluster.initial_master_nodes';
  return { 'transport.port': transport, 'discovery.seed_hosts': hosts, [managers]: names };
}

function security(kind: ServerKind, on: boolean): Record<string, SettingValue> {
  if (kind.distribution === 'opensearch') {
    if (on) throw new Error('The OpenSearch test distributions have no security plugin.');
    return {};
  }
  return { 'xpack.security.enabled': on, ...(kind.version.startsWith('6.') ? { 'xpack.ml.enabled': false } : {}) };
}

async function untilComplete(
  processes: readonly NodeProcess[],
  urls: readonly string[],
  auth: Credentials | undefined,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    const dead = processes.find((process) => !process.running);
    if (dead) throw new Error(`The server ended while it started (${dead.logFile}):\n${dead.lastWords()}`);
    try {
      const answers = await Promise.all(
        urls.map((url) => ask(`${url}/_cluster/health?timeout=1s`, { ...(auth ? { auth } : {}), timeoutMs: 3_000 })),
      );
      if (answers.every((answer) => isComplete(answer, urls.length))) return;
      last = answers.map((answer) => `${String(answer.status)} ${answer.text.slice(0, 200)}`).join('; ');
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(200);
  }
  throw new Error(
    `The server did not come up in ${String(timeoutMs / 1000)} s (${last}):\n${processes.map((process) => process.lastWords()).join('\n')}`,
  );
}

function isComplete({ status, text }: { status: number; text: string }, nodes: number): boolean {
  if (status !== 200) return false;
  const health = JSON.parse(text) as {
    number_of_nodes: number;
    status: string;
    initializing_shards: number;
    timed_out: boolean;
  };
  // After a restart on old data: until every shard that can be there is there.
  return health.number_of_nodes >= nodes && health.initializing_shards === 0 && (nodes > 1 || health.status !== 'red');
}
