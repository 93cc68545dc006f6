'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Failure } from '@/lib/errors.ts';
import { sendFile } from './send-file.ts';

/** `finishing`: the last byte has left, and the server has not answered. */
export type UploadState =
  | { status: 'chosen' }
  | { status: 'sending' | 'finishing'; sent: number }
  | { status: 'started'; job: string }
  | { status: 'cancelled' }
  | { status: 'failed'; failure: Failure };

export interface FileUpload {
  id: number;
  file: File;
  state: UploadState;
}

const isWaiting = ({ state }: FileUpload): boolean => state.status !== 'started' && state.status !== 'finishing';

/** Uploads of chosen files, one after the other. Leaving the page cancels the one under way. */
export function useUploads(cluster: string) {
  const [uploads, setUploads] = useState<readonly FileUpload[]>([]);
  const [running, setRunning] = useState(false);
  const [abort, setAbort] = useState<AbortController | null>(null);
  const lastId = useRef(0);
  useWarningBeforeLeaving(abort);

  const add = (files: readonly File[]) => {
    const added = files.map((file) => ({ id: ++lastId.current, file, state: { status: 'chosen' } as const }));
    setUploads((before) => [...before, ...added]);
  };
  const set = useCallback((id: number, state: UploadState) => {
    setUploads((before) => before.map((upload) => (upload.id === id ? { ...upload, state } : upload)));
  }, []);

  /** Uploads those that may be sent and have not been; resolves to the jobs. */
  const start = async (mayBeSent: (file: File) => boolean): Promise<string[]> => {
    const controller = new AbortController();
    setRunning(true);
    setAbort(controller);
    const jobs: string[] = [];
    for (const upload of uploads) {
      if (!isWaiting(upload) || !mayBeSent(upload.file) || controller.signal.aborted) continue;
      const { file, id } = upload;
      set(id, { status: 'sending', sent: 0 });
      const onProgress = (sent: number) => set(id, { status: sent < file.size ? 'sending' : 'finishing', sent });
      const answer = await sendFile(cluster, file, { signal: controller.signal, onProgress });
      if (answer === null) set(id, { status: 'cancelled' });
      else if ('failure' in answer) set(id, { status: 'failed', failure: answer.failure });
      else {
        set(id, { status: 'started', job: answer.job });
        jobs.push(answer.job);
      }
    }
    setAbort(null);
    setRunning(false);
    return jobs;
  };

  return {
    uploads,
    running,
    add,
    start,
    remove: (id: number) => setUploads((before) => before.filter((upload) => upload.id !== id)),
    cancel: () => abort?.abort(),
  };
}

function useWarningBeforeLeaving(abort: AbortController | null): void {
  useEffect(() => {
    if (abort === null) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
      abort.abort();
    };
  }, [abort]);
}
