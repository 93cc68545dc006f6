import type { IncomingMessage, ServerResponse } from 'node:http';
import { processWide } from './process-wide.ts';

/** What the application, which Next bundles, gives to server.ts, which Node runs as it is. */
export interface Application {
  /** True: hand the request to Next. False: it has been answered. */
  guardRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** Stops the jobs and saves their state. Never throws. */
  stop(signal: string): Promise<void>;
}

interface Serving {
  /** Where server.ts listens; null in any other server. */
  hostname: string | null;
  /** Settled by lib/start-up.ts. Next's `prepare()` does not wait for it. */
  application: PromiseWithResolvers<Application>;
}

export const serving = processWide<Serving>('serving', () => ({
  hostname: null,
  application: Promise.withResolvers(),
}));
