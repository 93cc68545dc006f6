import { sharing } from '../backups/shared-places.ts';
import { configuredClusters, type ConfiguredCluster } from '../config.ts';
import { onUuidObserved, observedUuid } from '../config/cluster-uuids.ts';
import { sourcePlace } from '../contract/backup-ref.ts';
import { runner } from '../jobs/jobs.ts';
import { saveClusterUuid } from '../jobs/store/cluster-uuids.ts';
import { log } from '../log.ts';
import { lastUuidOf } from './cluster-rules.ts';

/** Long enough for a cluster that is there. */
const SEEN_WITHIN_MS = 30_000;

/**
 * From the start on: which cluster each entry of the configuration turns out to be is kept, and two entries of one
 * cluster, or of one backup directory, with other rules are told in the log.
 */
export function watchSharedEntries(): void {
  onUuidObserved(keep);
  onUuidObserved(warnOfTwins);
  for (const cluster of configuredClusters()) {
    warnOfTwins(cluster);
    void warnOfSharedDirectories(cluster);
  }
  setTimeout(warnOfUnseen, SEEN_WITHIN_MS).unref();
}

function keep(cluster: ConfiguredCluster): void {
  const { key, connection } = cluster;
  const uuid = observedUuid(cluster);
  if (uuid === null) return;
  try {
    saveClusterUuid(runner().store, { key, url: connection.url, uuid });
  } catch (error) {
    log().warn({ err: error, cluster: key }, 'Which cluster this is could not be kept for the next start.');
  }
}

const told = new Set<string>();

function tellOnce(about: { entries: string[]; directories?: string[] }, sentence: string): void {
  if (told.has(sentence)) return;
  told.add(sentence);
  log().warn(about, sentence);
}

/** Each pair is told by the entry that comes first. */
const inOrder = (one: ConfiguredCluster, other: ConfiguredCluster): [ConfiguredCluster, ConfiguredCluster] =>
  one.key < other.key ? [one, other] : [other, one];

function warnOfTwins(cluster: ConfiguredCluster): void {
  const uuid = lastUuidOf(cluster);
  if (uuid === null) return;
  for (const other of cluster.others?.() ?? []) {
    if (lastUuidOf(other) !== uuid) continue;
    for (const sentence of differences(...inOrder(cluster, other)))
      tellOnce({ entries: [cluster.key, other.key].sort() }, sentence);
  }
}

function differences(one: ConfiguredCluster, other: ConfiguredCluster): string[] {
  const sentences: string[] = [];
  const about = `clusters.${one.key} and clusters.${other.key} are the same cluster`;
  const named = (which: (entry: ConfiguredCluster) => boolean) => (which(one) ? one.key : other.key);
  if (one.protected !== other.protected || (one.approval === null) !== (other.approval === null)) {
    const strict = named(
      ({ protected: on, approval }) => on && (approval !== null || one.protected !== other.protected),
    );
    sentences.push(`${about}: what \`protected\` says of ${strict} holds under both.`);
  }
  if (one.sensitive !== other.sensitive)
    sentences.push(`${about}: what \`sensitive\` says of ${named(({ sensitive }) => sensitive)} holds under both.`);
  if (one.readOnly !== other.readOnly)
    sentences.push(
      `${about}: only ${named(({ readOnly }) => readOnly)} is \`readOnly\`, and the other one can change the cluster.`,
    );
  return sentences;
}

async function warnOfSharedDirectories(cluster: ConfiguredCluster): Promise<void> {
  for (const other of cluster.others?.() ?? []) {
    if (!cluster.sensitive || other.sensitive) continue;
    if ((await sharing(cluster.backupSource, other.backupSource)) !== 'shared') continue;
    tellOnce(
      {
        entries: [cluster.key, other.key],
        directories: [cluster, other].map(({ backupSource }) => sourcePlace(backupSource)),
      },
      `clusters.${cluster.key} is \`sensitive\` and shares its backup directory with clusters.${other.key}: documents ` +
        `there are for those who may read them on ${cluster.key}. Give each a directory of its own.`,
    );
  }
}

function warnOfUnseen(): void {
  for (const cluster of configuredClusters()) {
    const rules = cluster.protected || cluster.sensitive;
    if (!rules || !cluster.others?.().length || lastUuidOf(cluster) !== null) continue;
    tellOnce(
      { entries: [cluster.key] },
      `clusters.${cluster.key} has never answered: whether another entry is the same cluster is not known, and what ` +
        'protects it can’t hold there yet.',
    );
  }
}
