import { apiPath } from '@/components/paths.ts';
import type { Failure } from '@/lib/errors.ts';

interface Sending {
  signal: AbortSignal;
  /** Bytes that have left this browser. */
  onProgress: (sent: number) => void;
}

export type Sent = { job: string } | { failure: Failure };

/**
 * Uploads a file as the body of one request. By XMLHttpRequest, because `fetch` reports no progress of a body. Resolves to the
 * job that imports it, or to why there is none; null: cancelled.
 */
export function sendFile(cluster: string, file: File, { signal, onProgress }: Sending): Promise<Sent | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiPath(cluster, ['backups', 'import'], { name: file.name }));
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => resolve(answerOf(request));
    request.onerror = () => resolve({ failure: CUT_OFF });
    request.onabort = () => resolve(null);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

const CUT_OFF: Failure = {
  code: 'unreachable',
  message: 'The connection was lost before the upload was complete.',
  hint: 'Nothing of it is kept, unless the jobs show its import. Upload it again.',
};

function answerOf({ responseText, status }: XMLHttpRequest): Sent {
  try {
    const answer = JSON.parse(responseText) as Partial<{ job: string; failure: Failure }>;
    if (answer.job !== undefined) return { job: answer.job };
    if (answer.failure !== undefined) return { failure: answer.failure };
  } catch {
    // A proxy in front answers with a page of its own.
  }
  const hint =
    status === 413
      ? 'A proxy in front of Restore Desk may allow smaller files only (docs/configuration.md).'
      : 'Upload it again; if that does not help, look at the server’s log.';
  return { failure: { code: 'unreachable', message: `The server answered ${status}.`, hint } };
}
