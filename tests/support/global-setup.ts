import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startServer, type Server } from '../../scripts/servers/start-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * The address of the server registry: GET /<version> returns the URL of that server. Undefined in the project
     * "fast".
     */
    sharedServers: string | undefined;
  }
}

interface Shared {
  users: number;
  serverRegistry: HttpServer;
  address: string;
  servers: Map<string, Promise<Server>>;
}

/** Vitest loads this file once for each project of a run, in one process: the projects share by globalThis. */
const globals = globalThis as { [key: symbol]: Shared | undefined };
const key = Symbol.for('restore-desk.tests.shared-servers');

/**
 * A real server takes 15 s to start: a run starts at most one of each version, and only when a test requests it. A run
 * of unit tests starts none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (globals[key] ??= await startRegistry());
  shared.users++;
  project.provide('sharedServers', shared.address);
  return async () => {
    if (--shared.users > 0) return;
    globals[key] = undefined;
    shared.serverRegistry.close();
    const started = await Promise.allSettled(shared.servers.values());
    await Promise.all(started.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  };
}

async function startRegistry(): Promise<Shared> {
  const servers = new Map<string, Promise<Server>>();
  const serverRegistry = createServer((request, response) => {
    const version = (request.url ?? '/').slice(1);
    let server = servers.get(version);
    if (!server) servers.set(version, (server = startServer({ version, name: 'restore-desk-shared' })));
    server.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    serverRegistry.listen(0, '127.0.0.1', resolve);
  });
  return {
    users: 0,
    serverRegistry,
    servers,
    address: `http://127.0.0.1:${String((serverRegistry.address() as AddressInfo).port)}`,
  };
}
