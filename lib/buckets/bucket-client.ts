import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';
import { processGlobal } from '../process-wide.ts';
import { endpointOf, usesPathStyle, type BucketSettings } from './bucket-settings.ts';

/** `write`: a store may be silent for minutes while it assembles the parts of an upload. */
export type Purpose = 'read' | 'write';

/** Of one request, within a second or two, after faults and 503 "slow down". Longer outages are for the callers. */
const ATTEMPTS = 5;
/** Counts from when a request waits for a connection. */
const CONNECT_WITHIN_MS = 10_000;
/** Of silence, while a request is sent or its answer arrives. */
const ANSWER_WITHIN_MS: Record<Purpose, number> = { read: 30_000, write: 300_000 };
const SOCKETS = 64;
/** Where nothing names a region; other stores than AWS mostly accept any. */
const DEFAULT_REGION = 'us-east-1';

const clients = processGlobal('bucket-clients', () => new Map<string, S3Client>());

/** One client for equal settings: it keeps connections open. Writing has its own, so that no reading uses up its attempts. */
export function bucketClient(settings: BucketSettings, purpose: Purpose): S3Client {
  const key = `${purpose} ${JSON.stringify(settings)}`;
  const client = clients().get(key) ?? makeClient(settings, purpose);
  clients().set(key, client);
  return client;
}

function makeClient(settings: BucketSettings, purpose: Purpose): S3Client {
  const { ca, credentials } = settings;
  const endpoint = endpointOf(settings);
  const region =
    settings.region ??
    (process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'] || (endpoint === null ? null : DEFAULT_REGION));
  const agent = { keepAlive: true, maxSockets: SOCKETS };
  const client = new S3Client({
    ...(endpoint === null ? {} : { endpoint }),
    ...(region === null ? {} : { region }),
    ...(credentials === null ? {} : { credentials }),
    forcePathStyle: usesPathStyle(settings),
    followRegionRedirects: true,
    maxAttempts: ATTEMPTS,
    // With it the SDK would replace the agents below for every large part.
    expectContinueHeader: false,
    // Checksums are computed once, here, and not all stores know those that the SDK would add.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: CONNECT_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS[purpose],
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent({ ...agent, ...(ca === null ? {} : { ca }) }),
    },
  });
  // The SDK takes the time from a refusal for its clock. Where it knew another time before, the caller must send the request again.
  client.middlewareStack.add(
    (next) => async (input) => {
      try {
        return await next(input);
      } catch (error) {
        if ((error as Error).name !== 'RequestTimeTooSkewed') throw error;
        return next(input);
      }
    },
    { step: 'initialize', name: 'sendAgainAfterSkew' },
  );
  return client;
}
