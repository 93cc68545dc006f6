import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startServer, type Server } from '../../scripts/servers/start-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test asks for a shared server: GET /<version> answers with its URL. The project "fast" has none. */
    sharedServers: string | undefined;
  }
}

interface Shared {
  users: number;
  desk: HttpServer;
  address: string;
  servers: Map<string, Promise<Server>>;
}

/** Vitest loads this file once for each project of a run, in one process: they share through globalThis. */
const place = globalThis as { [key: symbol]: Shared | undefined };
const key = Symbol.for('restore-desk.tests.shared-servers');

/**
 * Real servers take 15 s to start, so that a run starts one of each version at most, and only when a test asks:
 * a run of unit tests starts none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place[key] ??= await open());
  shared.users++;
  project.provide('sharedServers', shared.address);
  return async () => {
    if (--shared.users > 0) return;
    place[key] = undefined;
    shared.desk.close();
    const started = await Promise.allSettled(shared.servers.values());
    await Promise.all(started.map((server) => (server.status === 'fulfilled' ? server.value.stop() : undefined)));
  };
}

async function open(): Promise<Shared> {
  const servers = new Map<string, Promise<Server>>();
  const desk = createServer((request, response) => {
    const version = (request.url ?? '/').slice(1);
    let server = servers.get(version);
    if (!server) servers.set(version, (server = startServer({ version, name: 'restore-desk-shared' })));
    server.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => {
    desk.listen(0, '127.0.0.1', resolve);
  });
  return { users: 0, desk, servers, address: `http://127.0.0.1:${String((desk.address() as AddressInfo).port)}` };
}
