import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from './send-request.ts';
import { installDistribution } from './distribution.ts';
import { findJdk } from './java.ts';
import { writeNodeFiles, type FileUser, type SettingValue } from './node-files.ts';
import { NodeProcess, type NodeLaunch } from './node-process.ts';
import { nodeSettings, type NodeAddress } from './node-settings.ts';
import { freePort } from './ports.ts';
import { serverOwner } from './unprivileged.ts';
import { waitForCluster } from './wait-for-cluster.ts';
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
  /**
   * Enables security with these users in the file realm. The first must be a superuser: the start is checked as that
   * user.
   */
  users?: readonly FileUser[];
  /** The client certificate for a server whose `xpack.security.http.ssl.client_authentication` requires one. */
  client?: { cert: string; key: string };
  /** More files below each node's config folder: "roles.yml", "certs/http.pem". */
  files?: Record<string, string>;
  heapMb?: number;
  /** Kept when the server stops. Default: a temporary folder that is removed. */
  directory?: string;
  /** Of the first node; the others get free ports. */
  port?: number;
  /** A folder to which every node may write snapshots (path.repo). */
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
  /** Resolves when a node ends for any reason. */
  readonly ended: Promise<void>;
  /** All nodes, or the one at this position. Resolves when the process has ended; data and port are kept. */
  kill9(node?: number): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  pause(node?: number): void;
  resume(node?: number): void;
  /** Starts the nodes that don't run, with the same data and ports, and waits until the cluster is complete. */
  restart(node?: number): Promise<void>;
  /** Ends every node; a temporary folder is removed. */
  stop(): Promise<void>;
}

/** Starts a real server. Resolves when its cluster is complete and answers. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const kind = serverKind(options.version ?? DEFAULT_SERVER);
  const program = { kind, jdk: findJdk(kind), home: await installDistribution(kind) };
  const temporary = options.directory === undefined;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'restore-desk-server-')));
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755);
  const nodes = await nodeAddresses(options);
  const processes = await prepareNodes(program, directory, nodes, options);
  const secureHttp = options.settings?.['xpack.security.http.ssl.enabled'] === true;
  const urls = nodes.map(({ port }) => `${secureHttp ? 'https' : 'http'}://127.0.0.1:${String(port)}`);
  const waitForNodes = (selected: readonly NodeProcess[]) =>
    waitForCluster(
      selected,
      urls.filter((_, position) => selected.includes(processes[position]!)),
      credentials(options),
      options.startTimeoutMs ?? 180_000,
    );
  const stop = async () => {
    // A temporary server needs no clean shutdown.
    await Promise.all(processes.map((process) => (temporary ? process.kill9() : process.stop())));
    if (temporary) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    for (const process of processes) await process.start();
    await waitForNodes(processes);
  } catch (error) {
    await stop();
    throw error;
  }
  const nodeNames = nodes.map(({ name }) => name);
  return createServer({ kind, url: urls[0] ?? '', urls, nodeNames, directory, stop }, processes, waitForNodes);
}

/** The names and ports of every node: free ports, and the given one for the first node. */
async function nodeAddresses({ nodes: count = 1, port }: ServerOptions): Promise<NodeAddress[]> {
  const positions = Array.from({ length: count }, (_, position) => position);
  const ports = await Promise.all(positions.map((position) => (position === 0 && port ? port : freePort())));
  const transportPorts = await Promise.all(positions.map(() => freePort()));
  return positions.map((position) => ({
    name: `node-${String(position + 1)}`,
    port: ports[position]!,
    transportPort: transportPorts[position]!,
  }));
}

/** Writes the files of every node; nothing is started. */
async function prepareNodes(
  program: Pick<NodeLaunch, 'kind' | 'jdk' | 'home'>,
  directory: string,
  nodes: readonly NodeAddress[],
  options: ServerOptions,
): Promise<NodeProcess[]> {
  const { kind, home } = program;
  const { users = [], files = {}, heapMb = 512, repo } = options;
  const cluster = { kind, clusterName: options.name ?? 'restore-desk-test', nodes, secure: users.length > 0, repo };
  const owner = serverOwner();
  const processes: NodeProcess[] = [];
  for (const [position, node] of nodes.entries()) {
    const own = join(directory, node.name);
    const settings = {
      ...nodeSettings(cluster, node, own),
      ...options.settings,
      ...options.nodeSettings?.[position],
    };
    await writeNodeFiles({ kind, home, directory: own, users, files, settings });
    processes.push(new NodeProcess({ ...program, directory: own, owner, heapMb }));
  }
  return processes;
}

/** Of the first user, with whose rights the start is checked. */
function credentials({ users = [], client }: ServerOptions): Credentials | undefined {
  const [first] = users;
  return first && { username: first.name, password: first.password, ...(client ? { client } : {}) };
}

function createServer(
  properties: Pick<Server, 'kind' | 'url' | 'urls' | 'nodeNames' | 'directory' | 'stop'>,
  processes: readonly NodeProcess[],
  waitForNodes: (some: readonly NodeProcess[]) => Promise<void>,
): Server {
  const some = (node: number | undefined) => (node === undefined ? processes : processes.slice(node, node + 1));
  return {
    ...properties,
    get pids() {
      return processes.map((process) => process.pid);
    },
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
      await waitForNodes(processes.filter((process) => process.running));
    },
  };
}
