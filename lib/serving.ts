import type { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the application, which Next bundles, gives to server.mjs, which Node runs as it is. */
export interface Application {
  /** True: hand the request to Next. False: it has been answered. */
  guardRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** Never throws. */
  readiness(): Promise<Readiness>;
  /** Stops the jobs and saves their state. Never throws. */
  stop(signal: string): Promise<void>;
}

/** The answer of `/readyz`. The sentences are ours: no path, no address, no secret. */
export interface Readiness {
  status: 'ready' | 'not ready' | 'starting' | 'stopping';
  /** `why` is absent where a part works. */
  parts: Partial<Record<'configuration' | 'database', { ok: boolean; why?: string }>>;
}

/** Made by server.mjs, before Next. */
export interface Serving {
  hostname: string;
  /** The sub-path, "/tools/desk"; empty: none. */
  basePath: string;
  /** As in `http://127.0.0.1:3000`. */
  origin: string;
  /** Settled by lib/start-up.ts. Next's `prepare()` does not wait for it. */
  application: PromiseWithResolvers<Application>;
  /** The response of the request that is being handled: Next gives a route or an action no access to it. */
  responses: AsyncLocalStorage<ServerResponse>;
}

/** Null in any other server, in the command line and in tests. Next bundles this module several times, so it holds no state. */
export const serving = (): Serving | null =>
  (globalThis as { [key: symbol]: Serving | undefined })[Symbol.for('restore-desk.serving')] ?? null;
