import type { Readable } from 'node:stream';
import { zipStream } from '../zip-stream.ts';
import { incidentParts } from './parts.ts';
import type { IncidentSource } from './source.ts';

/** What is known of a job, as one zip for the ticket of an incident. Throws AppError disk. */
export async function bundleIncident(source: IncidentSource): Promise<{
  /** Of the file. */
  name: string;
  /** Of the files in it. */
  files: string[];
  stream(signal: AbortSignal): Readable;
}> {
  const parts = await incidentParts(source);
  return {
    name: `restore-desk-job-${source.job.id}.zip`,
    files: parts.map(({ name }) => name),
    stream: (signal) => zipStream(parts, signal),
  };
}
