import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { backupSources, type Place } from '../../lib/backups/sources.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planChangeRepository } from '../../lib/kinds/change-repository/plan.ts';
import { runChangeRepository } from '../../lib/kinds/change-repository/run.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint } from '../../lib/kinds/snapshot/schema.ts';
import type { Run } from '../../lib/running/run.ts';

export const SAMPLE_REPOSITORY = 'search-snapshots';

const HOUR_MS = 3_600_000;

/** The folder that every node may write snapshots to: `path.repo` of the server. */
export async function makeRepositoryFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // The server is another user.
  await chmod(folder, 0o777);
}

/** Registers a repository and takes some snapshots into it, as the product does. Their names are of the last two days. */
export async function fillSnapshots({
  url,
  folder,
  signal = new AbortController().signal,
}: {
  url: string;
  folder: string;
  signal?: AbortSignal;
}): Promise<void> {
  const cluster = connect({ url });
  try {
    const place: Place = { cluster, backups: backupSources({ trusted: true }) };
    await register(place, join(folder, 'search'), signal);
    for (const hoursAgo of [42, 18]) {
      const time = new Date(Math.floor((Date.now() - hoursAgo * HOUR_MS) / HOUR_MS) * HOUR_MS);
      await take(place, { all: true, name: `nightly-${nameTime(time)}`, digest: false }, signal);
    }
    await take(place, { aliases: ['govuk'], name: `govuk-${nameTime(new Date())}`, digest: true }, signal);
  } finally {
    await cluster.close();
  }
}

const nameTime = (time: Date): string => `${time.toISOString().slice(0, 19).replaceAll(':', '-').toLowerCase()}z`;

async function register(place: Place, location: string, signal: AbortSignal): Promise<void> {
  const plan = await planChangeRepository(
    place,
    { action: 'register', name: SAMPLE_REPOSITORY, type: 'fs', settings: [{ name: 'location', value: location }] },
    planningRun(signal),
  );
  await runChangeRepository(place, { kind: 'change-repository', plan }, runOf(signal));
}

async function take(
  place: Place,
  what: { all?: boolean; aliases?: string[]; name: string; digest: boolean },
  signal: AbortSignal,
): Promise<void> {
  const request = { repository: SAMPLE_REPOSITORY, by: 'sample data', ...what };
  const plan = await planSnapshot(place, request, planningRun(signal));
  await runSnapshot(place, { kind: 'snapshot', plan }, runOf<SnapshotCheckpoint>(signal));
}

const planningRun = (signal: AbortSignal) => ({ signal, report: () => undefined, log: () => undefined });

const runOf = <Checkpoint = never>(signal: AbortSignal): Run<Checkpoint> => ({
  ...planningRun(signal),
  checkpoint: null,
  saveCheckpoint: () => undefined,
  directory: '',
});
