import type { CapturedRequest } from './found.ts';
import { MessageReader } from './read-messages.ts';

/** The one request that these bytes are. Throws where they are none: they come from `readCaptures`. */
export function parseRequest(raw: Buffer): Pick<CapturedRequest, 'method' | 'target' | 'headers' | 'body'> {
  const read = new MessageReader('request').read(raw, true);
  const [message] = read.state === 'done' ? read.messages : [];
  if (message === undefined || !('method' in message.start)) throw new Error('A captured request is none any more.');
  const { body, headers, start } = message;
  return { method: start.method, target: start.target, headers, body };
}
