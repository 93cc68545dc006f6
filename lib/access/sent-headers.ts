import type { IncomingMessage } from 'node:http';

/** Headers as a request has them in Node, read as Next's are. */
export const sentIn = (headers: IncomingMessage['headers']): { get(name: string): string | null } => ({
  get(name) {
    const value = headers[name.toLowerCase()];
    return (Array.isArray(value) ? value.join(', ') : value) ?? null;
  },
});
