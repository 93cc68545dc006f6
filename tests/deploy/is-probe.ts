import type { IncomingMessage, ServerResponse } from 'node:http';
import { probes } from '../../lib/probes.mjs';

/** Whether the program answers this path as a probe. */
export function isProbe(path: string): boolean {
  const answer = probes('', () => ({ status: 'ready', parts: {} }));
  const request = { url: path, method: 'GET', headers: {} } as IncomingMessage;
  const response = { writeHead: () => response, end: () => response } as unknown as ServerResponse;
  return answer(request, response);
}
