import { copyFile, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { programFolder } from '../../lib/places.mjs';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { sdkSources } from './sdk-sources.ts';
import { fileOf, folderSource } from '../../lib/contract/backup-ref.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import type { BackupPlan, BackupResult } from '../../lib/kinds/backup/schema.ts';
import { sendRequest } from '../servers/send-request.ts';
import { seedIndex, type SeedDocument } from '../servers/seed-index.ts';
import { deletionLines, publishedLines } from './after-the-backup.ts';
import { withShiftedClock } from './with-shifted-clock.ts';
import { findSection } from './documents.ts';
import { formatNameTime, createTimeline, type Event, type Timeline } from './timeline.ts';

interface ApplyOptions {
  /** The address of an empty server without security. */
  url: string;
  backupDirectory: string;
  signal?: AbortSignal;
  onStep?: (sentence: string) => void;
  /** Called with each backup that was made. */
  onBackup?: (backup: SampleBackup) => void;
}

export type FillOptions = ApplyOptions & { now?: Date };

/** A backup of the indices of an alias, as a job would have it. */
export interface SampleBackup {
  alias: string;
  at: Date;
  plan: BackupPlan;
  result: BackupResult;
}

const fixtures = join(programFolder(), 'tests/fixtures');

/**
 * Applies every event of the timeline to the cluster and the backup directory, in order. The product itself makes the
 * backups.
 */
export async function fillCluster({ now = new Date(), ...options }: FillOptions): Promise<Timeline> {
  const timeline = createTimeline(now);
  await applyEvents(timeline.events, options);
  return timeline;
}

/** The same for other events, in their order. */
export async function applyEvents(
  events: readonly Event[],
  {
    url,
    backupDirectory,
    signal = new AbortController().signal,
    onStep = () => undefined,
    onBackup = () => undefined,
  }: ApplyOptions,
): Promise<void> {
  await mkdir(backupDirectory, { recursive: true });
  for (const event of events) {
    signal.throwIfAborted();
    onStep(describeEvent(event));
    await applyEvent(event, { url, backupDirectory, signal, onBackup });
  }
}

function describeEvent(event: Event): string {
  switch (event.kind) {
    case 'build':
      return `Indexing ${String(event.documents)} documents into ${event.index}`;
    case 'move-alias':
      return `Pointing ${event.alias} to ${event.indices.join(' and ')}`;
    case 'close':
      return `Closing ${event.index}`;
    case 'back-up':
      return `Backing up ${event.alias}`;
    case 'interrupted-backup':
      return `Leaving an unfinished backup of ${event.alias}`;
    case 'abandoned-restore':
      return `Leaving ${event.index} half restored`;
    case 'publish':
      return `Publishing ${String(event.changed)} changed and ${String(event.added)} new documents of ${event.index}`;
    case 'document-loss':
      return `Losing ${String(event.documents + event.added - event.remaining)} documents of ${event.index}`;
    case 'old-file':
      return `Placing ${event.fixture}`;
    default:
      return event satisfies never;
  }
}

interface Target {
  url: string;
  backupDirectory: string;
  signal: AbortSignal;
  onBackup: (backup: SampleBackup) => void;
}

async function applyEvent(event: Event, target: Target): Promise<void> {
  const { url, backupDirectory } = target;
  switch (event.kind) {
    case 'build':
    case 'abandoned-restore': {
      const { mappings, settings, document } = findSection(event.alias);
      const tuned = event.kind === 'abandoned-restore' ? { refresh_interval: '-1' } : {};
      await seedIndex(url, event.index, {
        mappings,
        settings: { ...settings, ...tuned },
        documents: firstDocuments(document, event.documents),
      });
      return;
    }
    case 'move-alias': {
      const add = event.indices.map((index) => ({ add: { index, alias: event.alias } }));
      await send(
        url,
        'POST',
        '/_aliases',
        JSON.stringify({
          actions: [{ remove: { index: `${event.alias}-*`, alias: event.alias, must_exist: false } }, ...add],
        }),
      );
      return;
    }
    case 'close':
      await send(url, 'POST', `/${event.index}/_close`);
      return;
    case 'back-up':
      await backUp(event.alias, event.at, target);
      return;
    case 'interrupted-backup': {
      const folder = join(backupDirectory, event.alias);
      const completeBackup = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.zip')).sort()[0];
      const bytes = await readFile(completeBackup ? join(folder, completeBackup) : join(fixtures, 'government.zip'));
      await mkdir(folder, { recursive: true });
      const partial = join(folder, `${event.alias}-${formatNameTime(event.at)}.zip.partial`);
      await writeFile(partial, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      await utimes(partial, event.at, event.at);
      return;
    }
    case 'publish':
      await bulk(url, event.index, publishedLines(event));
      return;
    case 'document-loss':
      await bulk(url, event.index, deletionLines(event));
      return;
    case 'old-file': {
      const file = join(backupDirectory, event.fixture);
      await copyFile(join(fixtures, event.fixture), file);
      await utimes(file, event.at, event.at);
      return;
    }
    default:
      event satisfies never;
  }
}

function* firstDocuments(document: (n: number) => SeedDocument, count: number): Generator<SeedDocument> {
  for (let n = 0; n < count; n++) yield document(n);
}

/** Backs up with the clock at the event's time, which the manifest and the file's name contain. */
async function backUp(alias: string, at: Date, { url, backupDirectory, onBackup, signal }: Target): Promise<void> {
  const cluster = connect({ url });
  try {
    const { plan, result } = await withShiftedClock(at, async () => {
      const place = { cluster, backups: sdkSources() };
      const run = {
        signal,
        report: () => undefined,
        log: () => undefined,
        checkpoint: null,
        saveCheckpoint: () => undefined,
        directory: backupDirectory,
      };
      const plan = await planBackup(place, { aliases: [alias], source: folderSource(backupDirectory) }, run);
      return { plan, result: await runBackup(place, { kind: 'backup', plan }, run) };
    });
    if (result.status !== 'done')
      throw new Error(`The sample backup of ${alias} is not complete: ${JSON.stringify(result.failures)}`);
    for (const { backup } of result.backups) await utimes(fileOf(backup)!, at, at);
    onBackup({ alias, at, plan, result });
  } finally {
    await cluster.close();
  }
}

const bulk = (url: string, index: string, lines: string): Promise<string> =>
  send(url, 'POST', `/${index}/_bulk?refresh=true`, lines, 'application/x-ndjson');

/** Every open and closed index, except the cluster's own. */
export async function deleteAllIndices(url: string): Promise<void> {
  const listed = await send(url, 'GET', '/_cat/indices?format=json&h=index&expand_wildcards=all');
  for (const { index } of JSON.parse(listed) as { index: string }[])
    if (!index.startsWith('.')) await send(url, 'DELETE', `/${encodeURIComponent(index)}`);
}

async function send(
  url: string,
  method: string,
  path: string,
  body?: string,
  type = 'application/json',
): Promise<string> {
  const { status, text } = await sendRequest(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    type,
    timeoutMs: 120_000,
  });
  if (status > 299) throw new Error(`${method} ${path}: ${String(status)} ${text.slice(0, 500)}`);
  return text;
}
