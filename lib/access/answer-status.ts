import type { IncomingMessage, ServerResponse } from 'node:http';
import { processGlobal } from '../process-wide.ts';

/** Set by door.ts on every request that changes something, whatever the client sent under this name. */
const ANSWER_HEADER = 'x-restore-desk-answer';

const answers = processGlobal('answers', () => ({ last: 0, open: new Map<string, ServerResponse>() }));

/** So that an action, which Next always answers with 200, can say more: see `answerLater`. */
export function noteAnswer({ headers }: IncomingMessage, response: ServerResponse): void {
  const id = String(++answers().last);
  headers[ANSWER_HEADER] = id;
  answers().open.set(id, response);
  response.once('close', () => answers().open.delete(id));
}

/** 503 with the time to come back, for programs; people read the same in the action's own answer. */
export function answerLater(sent: { get(name: string): string | null }, retryAfterSeconds: number): void {
  const response = answers().open.get(sent.get(ANSWER_HEADER) ?? '');
  if (!response || response.headersSent) return;
  response.setHeader('retry-after', String(retryAfterSeconds));
  const writeHead = response.writeHead.bind(response) as (...how: unknown[]) => ServerResponse;
  response.writeHead = ((_status: number, ...rest: unknown[]) =>
    writeHead(503, ...rest)) as ServerResponse['writeHead'];
}
