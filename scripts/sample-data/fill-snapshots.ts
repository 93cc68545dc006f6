import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../lib/backups/sources.ts';
import { sdkSources } from './sdk-sources.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { planChangeRepository } from '../../lib/kinds/change-repository/plan.ts';
import { runChangeRepository } from '../../lib/kinds/change-repository/run.ts';
import { planSnapshot } from '../../lib/kinds/snapshot/plan.ts';
import type { SnapshotWork } from '../../lib/kinds/snapshot/schema.ts';
import { runs } from '../../lib/kinds/runs.ts';
import { runInTerminal, type TerminalHost } from '../../lib/jobs/run-in-terminal.ts';
import type { Actor } from '../../lib/contract/job.ts';
import type { Run } from '../../lib/running/run.ts';

export const SAMPLE_REPOSITORY = 'search-snapshots';

/** The folder that every node may write snapshots to: `path.repo` of the server. */
export async function makeRepositoryFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // The server is another user.
  await chmod(folder, 0o777);
}

interface SnapshotsOptions {
  url: string;
  /** The server's `path.repo`. */
  folder: string;
  /** The jobs that take them are recorded under this key of the cluster: they know what the snapshots hold. */
  cluster: string;
  dataDirectory: string;
  signal?: AbortSignal;
}

/**
 * Registers a repository and takes some snapshots into it, as the product does: with jobs of their own. None of an index that has lost
 * its documents: it would be the last good backup.
 */
export async function fillSnapshots({
  url,
  folder,
  cluster: key,
  dataDirectory,
  signal = new AbortController().signal,
}: SnapshotsOptions): Promise<void> {
  const cluster = connect({ url });
  try {
    const place: Place = { cluster, backups: sdkSources() };
    await register(place, join(folder, 'search'), signal);
    const host: TerminalHost = { dataDirectory, runs, place, terminal: planningRun(signal) };
    await take(host, key, {
      aliases: ['govuk', 'detailed', 'page-traffic'],
      name: `three-aliases-${nameTime(new Date())}`,
      digest: false,
    });
    for (const alias of ['govuk', 'detailed'])
      await take(host, key, { aliases: [alias], name: `${alias}-${nameTime(new Date())}`, digest: true });
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

const ACTOR: Actor = { name: 'sample data', role: 'operator', address: null };

async function take(
  host: TerminalHost,
  cluster: string,
  what: { aliases: string[]; name: string; digest: boolean },
): Promise<void> {
  const request = { repository: SAMPLE_REPOSITORY, by: ACTOR.name, ...what };
  const plan = await planSnapshot(host.place, request, host.terminal);
  const work: SnapshotWork = { kind: 'snapshot', plan };
  await runInTerminal(host, { cluster, actor: ACTOR, work });
}

const planningRun = (signal: AbortSignal) => ({ signal, report: () => undefined, log: () => undefined });

const runOf = (signal: AbortSignal): Run<never> => ({
  ...planningRun(signal),
  checkpoint: null,
  saveCheckpoint: () => undefined,
  directory: '',
});
