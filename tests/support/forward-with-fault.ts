import {
  request as forwardRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  /** Cuts the connection after so many bytes of the response's body; 0: before the first byte of the response. */
  | { kind: 'cut'; afterBytes: number }
  /** Cuts the connection after so many bytes of the request's body; the server receives an incomplete upload. */
  | { kind: 'cut-request'; afterBytes: number }
  /** Changes one byte of the request's body. */
  | { kind: 'flip-request'; atByte: number }
  /** Shortens the body; the response is complete as HTTP, as from a proxy that lost the rest. */
  | { kind: 'truncate'; keepBytes: number }
  | { kind: 'delay'; ms: number }
  /** Another response. With `forward` the server executes the request, and only its response is lost. */
  | { kind: 'answer'; status: number; body?: string; headers?: Record<string, string>; forward?: boolean }
  /** So many bytes of the response's body, then nothing; the connection stays open. */
  | { kind: 'hang'; afterBytes: number }
  /** The response, then spaces without end. */
  | { kind: 'endless' }
  /** The server's response with another body. */
  | { kind: 'rewrite'; body: (body: Buffer) => Buffer | string };

/** Forwards one request to the server and its response to the client, with the fault. */
export async function forwardWithFault(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | null,
  to: { hostname: string; port: string },
): Promise<void> {
  if (fault?.kind === 'answer' && !fault.forward) {
    incoming.resume();
    writeReplacement(outgoing, fault);
    return;
  }
  if (fault?.kind === 'delay') await sleep(fault.ms);
  const response = await forward(incoming, outgoing, to, {
    uploadBytes: fault?.kind === 'cut-request' ? fault.afterBytes : Infinity,
    flipByte: fault?.kind === 'flip-request' ? fault.atByte : -1,
  });
  if (response === null) {
    outgoing.destroy();
    return;
  }
  if (fault?.kind === 'answer') {
    response.resume();
    writeReplacement(outgoing, fault);
    return;
  }
  if (fault?.kind === 'truncate' || fault?.kind === 'rewrite') {
    const body = await readBody(response);
    const changed = fault.kind === 'truncate' ? body.subarray(0, fault.keepBytes) : fault.body(body);
    outgoing.writeHead(response.statusCode ?? 502, {
      ...copyHeaders(response, 'unframed'),
      'content-length': Buffer.byteLength(changed),
    });
    outgoing.end(changed);
    return;
  }
  if (fault?.kind === 'cut' && fault.afterBytes === 0) {
    outgoing.destroy();
    return;
  }
  if (fault?.kind === 'endless') outgoing.writeHead(response.statusCode ?? 502, copyHeaders(response, 'unframed'));
  else outgoing.writeHead(response.statusCode ?? 502, copyHeaders(response, 'framed'));
  const limit = fault?.kind === 'cut' || fault?.kind === 'hang' ? fault.afterBytes : Infinity;
  let sent = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    const part = sent + chunk.length > limit ? chunk.subarray(0, limit - sent) : chunk;
    sent += part.length;
    if (part.length > 0) await write(outgoing, part);
    if (sent >= limit) break;
  }
  if (fault?.kind === 'cut') {
    outgoing.destroy();
  } else if (fault?.kind === 'endless') {
    while (!outgoing.destroyed) {
      await write(outgoing, Buffer.alloc(1024, ' '));
      await sleep(20);
    }
  } else if (fault?.kind !== 'hang') {
    outgoing.end();
  }
}

/** Forwards the request. Resolves to null when its upload was cut, or the server did not respond. */
function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { hostname, port }: { hostname: string; port: string },
  { uploadBytes, flipByte }: { uploadBytes: number; flipByte: number },
): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    const upstream = forwardRequest(
      {
        hostname,
        port,
        method: incoming.method,
        path: incoming.url,
        headers: { ...incoming.headers, connection: 'close' },
        agent: false,
      },
      resolve,
    );
    upstream.once('error', () => {
      resolve(null);
    });
    outgoing.once('close', () => {
      upstream.destroy(); // the client gave up; the server must notice
    });
    let received = 0;
    incoming.on('data', (chunk: Buffer) => {
      const remaining = uploadBytes - received;
      const flipped = flipByte - received;
      if (flipped >= 0 && flipped < chunk.length) chunk[flipped]! ^= 1;
      received += chunk.length;
      if (chunk.length >= remaining) {
        if (remaining > 0) upstream.write(chunk.subarray(0, remaining));
        // Give the bytes time to arrive before the cut.
        setTimeout(() => {
          upstream.destroy();
          resolve(null);
        }, 20);
        incoming.removeAllListeners('data').resume();
        return;
      }
      if (!upstream.write(chunk)) {
        incoming.pause();
        upstream.once('drain', () => incoming.resume());
      }
    });
    incoming.once('end', () => {
      if (received < uploadBytes) upstream.end();
      else if (received === 0) upstream.end();
    });
    incoming.once('error', () => {
      upstream.destroy();
    });
  });
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Copies the headers without those of the connection, and with 'unframed' without those of the body's framing. */
function copyHeaders(response: IncomingMessage, framing: 'framed' | 'unframed'): OutgoingHttpHeaders {
  const removedNames =
    framing === 'framed'
      ? ['connection', 'keep-alive']
      : ['connection', 'keep-alive', 'content-length', 'transfer-encoding'];
  return Object.fromEntries(Object.entries(response.headers).filter(([name]) => !removedNames.includes(name)));
}

function writeReplacement(
  outgoing: ServerResponse,
  { status, body = '', headers = {} }: Extract<Fault, { kind: 'answer' }>,
): void {
  outgoing.writeHead(status, { 'content-type': 'text/html', ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}

function write(outgoing: ServerResponse, chunk: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (outgoing.destroyed || outgoing.write(chunk)) {
      resolve();
      return;
    }
    const resume = () => {
      outgoing.off('drain', resume).off('close', resume);
      resolve();
    };
    outgoing.once('drain', resume).once('close', resume);
  });
}
