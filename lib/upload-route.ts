import 'server-only';
import type { IncomingMessage } from 'node:http';
import { headers } from 'next/headers';
import { z } from 'zod';
import { authorise, signedIn, type Authorised } from './access/authorise.ts';
import { callerOf, clientAddress } from './access/client-address.ts';
import { beginUpload } from './access/limit-uploads.ts';
import { isOwnOrigin } from './access/origin.ts';
import { RateLimit } from './access/rate-limit.ts';
import { readUpload, tooLarge } from './access/upload-body.ts';
import { receives } from './access/upload-request.ts';
import { invalidInput, isRefusal, saveEarlyRefusal, saveOutcome, saveRefusal } from './action.ts';
import { configuration } from './config/loaded.ts';
import { AppError, toFailure } from './errors.ts';
import { runner } from './jobs/jobs.ts';
import { auditAttempt, type AuditAttempt } from './jobs/store/audit-log.ts';
import { processGlobal } from './process-wide.ts';
import { failureResponse } from './route.ts';
import { serving } from './serving.ts';

/** A file that is being uploaded. `name`: as the browser sent it. */
export interface Upload {
  name: string;
  declaredBytes: number | null;
  body: () => AsyncIterable<Buffer>;
}

const query = z.object({ name: z.string().min(1).max(1000) });
const ACTION = 'import backups';
/** Requests, whatever becomes of them: proxy.ts does not count uploads. */
const rate = processGlobal('upload-requests', () => new RateLimit(1, 40));
/** For the client to read the answer while it still sends (lib/access/reject-request.ts). */
const LINGER_MS = 500;

/**
 * A POST route below `[cluster]` whose body is a file. As an action, it checks session, origin and permission, before a byte of
 * the body is read, and writes the attempt and its outcome to the audit log. `work` returns what is answered; its failures are
 * answered as `{ failure }`.
 */
export const defineUpload =
  (work: (upload: Upload, context: Authorised) => Promise<{ job: string }>) =>
  async (request: Request, extra: { params: Promise<{ cluster: string }> }): Promise<Response> => {
    const incoming = serving()?.responses.getStore()?.req ?? null;
    let entry: { id: number; attempt: AuditAttempt } | null = null;
    let key: string | null = null;
    let end = () => {};
    try {
      key = (await extra.params).cluster;
      if (incoming === null) throw new Error('no request');
      const { context, upload } = await admit(request, incoming, key);
      const { actor, cluster } = context;
      end = beginUpload(actor.name);
      const { declaredBytes, name } = upload;
      const input = { cluster: cluster.key, name, bytes: declaredBytes };
      const attempt = { action: ACTION, fingerprint: null, input, cluster: cluster.key, actor, address: actor.address };
      entry = { id: auditAttempt(runner().store, attempt), attempt };
      receives(incoming);
      const value = await work(upload, context);
      saveOutcome(entry.id, { outcome: 'done', job: value.job });
      return Response.json(value, { headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      const failure = toFailure(error);
      if (entry === null) await saveEarlyRefusal(ACTION, { cluster: key }, failure);
      else if (isRefusal(failure)) saveRefusal(entry.attempt, failure, entry.id);
      else saveOutcome(entry.id, { outcome: 'failed', failure });
      return endOf(incoming, failureResponse(error, false));
    } finally {
      end();
    }
  };

async function admit(
  request: Request,
  incoming: IncomingMessage,
  key: string,
): Promise<{ context: Authorised; upload: Upload }> {
  const sent = await headers();
  if (rate().take(callerOf(clientAddress(sent))) > 0)
    throw new AppError('overloaded', 'Too many uploads were started.', { hint: 'Try again in a minute.' });
  await signedIn();
  if (!isOwnOrigin(sent))
    throw new AppError('forbidden', 'This upload came from another site, and was refused.', {
      hint: 'Open Restore Desk by its own address. Behind a proxy, `publicUrl` must be the address people type.',
    });
  const context = await authorise(key, 'import');
  if (!context) throw new AppError('not_found', 'There is no such address.');
  const parsed = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!parsed.success) throw invalidInput(parsed.error);
  const most = configuration().import.maxUploadBytes;
  const length = sent.get('content-length');
  const declaredBytes = length === null ? null : Number(length);
  if ((declaredBytes ?? 0) > most) throw tooLarge(most);
  return { context, upload: { name: parsed.data.name, declaredBytes, body: () => readUpload(incoming, most) } };
}

/**
 * An answer before the whole body was read: the connection is closed afterwards, and what the client still sends is dropped for
 * a moment, so that it reads the answer.
 */
function endOf(incoming: IncomingMessage | null, response: Response): Response {
  if (incoming === null || incoming.complete || incoming.destroyed || response.body === null) return response;
  serving()?.responses.getStore()?.setHeader('connection', 'close');
  incoming.resume();
  const lingering = response.body.pipeThrough(
    new TransformStream({
      flush: () => new Promise<void>((resolve) => void setTimeout(resolve, LINGER_MS).unref()),
    }),
  );
  setTimeout(() => incoming.socket.destroy(), LINGER_MS * 4).unref();
  return new Response(lingering, response);
}
