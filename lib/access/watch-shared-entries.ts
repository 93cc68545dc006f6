import { setTimeout as delay } from 'node:timers/promises';
import { compareSources } from '../backups/compare-sources.ts';
import { configuredClusters, type ConfiguredCluster } from '../config.ts';
import { onUuidObserved, observedUuid } from '../config/cluster-uuids.ts';
import { placeWord, sourcePlace } from '../contract/backup-ref.ts';
import { runner } from '../jobs/jobs.ts';
import { saveClusterUuid } from '../jobs/store/cluster-uuids.ts';
import { log } from '../log.ts';
import { lastUuidOf } from './cluster-rules.ts';

/** Long enough for a cluster that is running. */
const ANSWER_WITHIN_MS = 30_000;
const COMPARE_AGAIN_AFTER_MS = 5_000;

/**
 * Called at start-up: saves the uuid of each entry's cluster when it is observed. Warns in the log of two entries with
 * different rules that name one cluster or one backup directory.
 */
export function watchSharedEntries(): void {
  onUuidObserved(saveUuid);
  onUuidObserved(warnOfSameCluster);
  for (const cluster of configuredClusters()) {
    warnOfSameCluster(cluster);
    void warnOfSharedDirectories(cluster);
  }
  setTimeout(warnOfUnknown, ANSWER_WITHIN_MS).unref();
}

function saveUuid(cluster: ConfiguredCluster): void {
  const { key, connection } = cluster;
  const uuid = observedUuid(cluster);
  if (uuid === null) return;
  try {
    saveClusterUuid(runner().store, { key, url: connection.url, uuid });
  } catch (error) {
    log().warn({ err: error, cluster: key }, 'Which cluster this is could not be kept for the next start.');
  }
}

const logged = new Set<string>();

function warnOnce(about: { entries: string[]; directories?: string[] }, sentence: string): void {
  if (logged.has(sentence)) return;
  logged.add(sentence);
  log().warn(about, sentence);
}

/** The same order for both directions of a pair: its sentences are logged once. */
const inOrder = (one: ConfiguredCluster, other: ConfiguredCluster): [ConfiguredCluster, ConfiguredCluster] =>
  one.key < other.key ? [one, other] : [other, one];

function warnOfSameCluster(cluster: ConfiguredCluster): void {
  const uuid = lastUuidOf(cluster);
  if (uuid === null) return;
  for (const other of cluster.others?.() ?? []) {
    if (lastUuidOf(other) !== uuid) continue;
    for (const sentence of differences(...inOrder(cluster, other)))
      warnOnce({ entries: [cluster.key, other.key].sort() }, sentence);
  }
}

function differences(one: ConfiguredCluster, other: ConfiguredCluster): string[] {
  const sentences: string[] = [];
  const subject = `clusters.${one.key} and clusters.${other.key} are the same cluster`;
  const keyOf = (which: (entry: ConfiguredCluster) => boolean) => (which(one) ? one.key : other.key);
  if (one.protected !== other.protected || (one.approval === null) !== (other.approval === null)) {
    const strict = keyOf(
      ({ protected: on, approval }) => on && (approval !== null || one.protected !== other.protected),
    );
    sentences.push(`${subject}: what \`protected\` says of ${strict} holds under both.`);
  }
  if (one.sensitive !== other.sensitive)
    sentences.push(`${subject}: what \`sensitive\` says of ${keyOf(({ sensitive }) => sensitive)} holds under both.`);
  if (one.readOnly !== other.readOnly)
    sentences.push(
      `${subject}: only ${keyOf(({ readOnly }) => readOnly)} is \`readOnly\`, and the other one can change the cluster.`,
    );
  return sentences;
}

/** Directories that do not answer in time are compared again later. */
async function warnOfSharedDirectories(cluster: ConfiguredCluster): Promise<void> {
  let others = cluster.sensitive ? (cluster.others?.() ?? []).filter(({ sensitive }) => !sensitive) : [];
  for (;;) {
    const unknown: ConfiguredCluster[] = [];
    for (const other of others) {
      const relation = await compareSources(cluster.backupSource, other.backupSource);
      if (relation === 'shared') warnOfSharedDirectory(cluster, other);
      if (relation === 'unknown') unknown.push(other);
    }
    if (unknown.length === 0) return;
    others = unknown;
    await delay(COMPARE_AGAIN_AFTER_MS, undefined, { ref: false });
  }
}

function warnOfSharedDirectory(cluster: ConfiguredCluster, other: ConfiguredCluster): void {
  warnOnce(
    {
      entries: [cluster.key, other.key],
      directories: [cluster, other].map(({ backupSource }) => sourcePlace(backupSource)),
    },
    `clusters.${cluster.key} is \`sensitive\` and shares its ${placeWord(sourcePlace(cluster.backupSource))} with clusters.${other.key}: documents ` +
      `there are for those who may read them on ${cluster.key}. Give each a directory, or a prefix, of its own.`,
  );
}

function warnOfUnknown(): void {
  for (const cluster of configuredClusters()) {
    const restricts = cluster.protected || cluster.sensitive;
    if (!restricts || !cluster.others?.().length || lastUuidOf(cluster) !== null) continue;
    warnOnce(
      { entries: [cluster.key] },
      `clusters.${cluster.key} has never answered: whether another entry is the same cluster is not known, and what ` +
        'protects it can’t hold there yet.',
    );
  }
}
