import { copyFile, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { backupSources } from '../../lib/backups/sources.ts';
import { fileOf, folderSource } from '../../lib/contract/backup-ref.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { ask } from '../servers/answers.ts';
import { seedIndex, type SeedDocument } from '../servers/seed-index.ts';
import { atTime } from './at-time.ts';
import { section } from './documents.ts';
import { nameTime, tellStory, type Event, type Story } from './story.ts';

export interface Filling {
  /** Of an empty server without security. */
  url: string;
  backupDirectory: string;
  now?: Date;
  signal?: AbortSignal;
  onStep?: (sentence: string) => void;
}

const fixtures = fileURLToPath(new URL('../../tests/fixtures/', import.meta.url));

/** Lets everything of the story happen to the cluster and the backup directory, in its order. Backups are made by the product itself. */
export async function fillCluster({
  url,
  backupDirectory,
  now = new Date(),
  signal = new AbortController().signal,
  onStep = () => undefined,
}: Filling): Promise<Story> {
  const story = tellStory(now);
  await mkdir(backupDirectory, { recursive: true });
  for (const event of story.events) {
    signal.throwIfAborted();
    onStep(sentence(event));
    await happen(event, { url, backupDirectory, signal });
  }
  return story;
}

function sentence(event: Event): string {
  switch (event.kind) {
    case 'build':
      return `Indexing ${String(event.documents)} documents into ${event.index}`;
    case 'point':
      return `Pointing ${event.alias} to ${event.indices.join(' and ')}`;
    case 'close':
      return `Closing ${event.index}`;
    case 'back-up':
      return `Backing up ${event.alias}`;
    case 'backup-dies':
      return `Leaving an unfinished backup of ${event.alias}`;
    case 'half-restore':
      return `Leaving ${event.index} half restored`;
    case 'lose':
      return `Losing ${String(event.documents - event.left)} of ${String(event.documents)} documents of ${event.index}`;
    case 'old-file':
      return `Placing ${event.fixture}`;
    default:
      return event satisfies never;
  }
}

interface Place {
  url: string;
  backupDirectory: string;
  signal: AbortSignal;
}

async function happen(event: Event, place: Place): Promise<void> {
  const { url, backupDirectory } = place;
  switch (event.kind) {
    case 'build':
    case 'half-restore': {
      const { mappings, settings, document } = section(event.alias);
      const tuned = event.kind === 'half-restore' ? { refresh_interval: '-1' } : {};
      await seedIndex(url, event.index, {
        mappings,
        settings: { ...settings, ...tuned },
        documents: firstDocuments(document, event.documents),
      });
      return;
    }
    case 'point': {
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
      await backUp(event.alias, event.at, place);
      return;
    case 'backup-dies': {
      const folder = join(backupDirectory, event.alias);
      const whole = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.zip')).sort()[0];
      const bytes = await readFile(whole ? join(folder, whole) : join(fixtures, 'government.zip'));
      await mkdir(folder, { recursive: true });
      const partial = join(folder, `${event.alias}-${nameTime(event.at)}.zip.partial`);
      await writeFile(partial, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      await utimes(partial, event.at, event.at);
      return;
    }
    case 'lose':
      await lose(url, event);
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

/** By the engine, with the clock at the story's time: the manifest and the name carry it. */
async function backUp(alias: string, at: Date, { url, backupDirectory, signal }: Place): Promise<void> {
  const cluster = connect({ url });
  try {
    const result = await atTime(at, async () => {
      const place = { cluster, backups: backupSources({ trusted: true }) };
      const run = {
        signal: signal ?? new AbortController().signal,
        report: () => undefined,
        log: () => undefined,
        checkpoint: null,
        saveCheckpoint: () => undefined,
        directory: backupDirectory,
      };
      const plan = await planBackup(place, { aliases: [alias], source: folderSource(backupDirectory) }, run);
      return runBackup(place, { kind: 'backup', plan }, run);
    });
    if (result.status !== 'done')
      throw new Error(`The sample backup of ${alias} is not complete: ${JSON.stringify(result.failures)}`);
    for (const { backup } of result.backups) await utimes(fileOf(backup)!, at, at);
  } finally {
    await cluster.close();
  }
}

/** What is left is spread over all of it. */
async function lose(url: string, { alias, index, documents, left }: Extract<Event, { kind: 'lose' }>): Promise<void> {
  const { document } = section(alias);
  const every = documents / left;
  let kept = 0;
  let body = '';
  for (let n = 0; n < documents; n++) {
    if (kept < left && n >= kept * every) kept++;
    else body += `${JSON.stringify({ delete: { _id: document(n).id } })}\n`;
  }
  await send(url, 'POST', `/${index}/_bulk?refresh=true`, body, 'application/x-ndjson');
}

async function send(
  url: string,
  method: string,
  path: string,
  body?: string,
  type = 'application/json',
): Promise<string> {
  const { status, text } = await ask(`${url}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    type,
    timeoutMs: 120_000,
  });
  if (status > 299) throw new Error(`${method} ${path}: ${String(status)} ${text.slice(0, 500)}`);
  return text;
}
