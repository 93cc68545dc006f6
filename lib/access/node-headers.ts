import type { IncomingMessage } from 'node:http';

/** The headers of a Node request, with the `get` of the Headers that Next gives. */
export const fromNodeHeaders = (headers: IncomingMessage['headers']): { get(name: string): string | null } => ({
  get(name) {
    const value = headers[name.toLowerCase()];
    return (Array.isArray(value) ? value.join(', ') : value) ?? null;
  },
});
