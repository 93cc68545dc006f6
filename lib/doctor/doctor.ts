import type { Configuration, ConfiguredChannel } from '../config/configuration.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { AppError } from '../errors.ts';
import { clusterChecks, installationChecks } from './checks.ts';
import { openCluster } from './opened-cluster.ts';
import { runChecks } from './run-checks.ts';

/** Of each check. They run beside each other: it is also that of the whole. */
const TIME_LIMIT_MS = 10_000;

export interface DoctorOptions {
  signal: AbortSignal;
  /** The key of one cluster; null: all. */
  cluster: string | null;
  /** Those that are checked; absent: all. */
  channels?: readonly ConfiguredChannel[];
  timeLimitMs?: number;
}

/**
 * Checks the installation and its clusters: reads, and changes nothing but a temporary file in each folder and an upload that is
 * aborted in each bucket. Throws AppError invalid_input for an unknown cluster, and `cancelled`.
 */
export async function runDoctor(
  configuration: Configuration,
  { channels, cluster, signal, timeLimitMs = TIME_LIMIT_MS }: DoctorOptions,
): Promise<DoctorReport> {
  const takenAt = new Date().toISOString();
  const startedMs = performance.now();
  const entries = configuration.clusters.filter(({ key }) => cluster === null || key === cluster);
  if (entries.length === 0)
    throw new AppError('invalid_input', `There is no cluster “${(cluster ?? '').slice(0, 63)}” in the configuration.`, {
      hint: `There is ${configuration.clusters.map(({ key }) => key).join(', ')}.`,
    });
  const opened = entries.map((entry) => openCluster(entry, timeLimitMs));
  try {
    const checks = [
      ...installationChecks({
        configuration,
        channels: channels ?? configuration.notifications.channels,
        timeLimitMs,
      }),
      ...opened.flatMap((each) => clusterChecks(each, configuration)),
    ];
    const found = await runChecks(checks, signal);
    return { takenAt, seconds: Math.round(performance.now() - startedMs) / 1000, checks: found };
  } finally {
    for (const { cluster: connection } of opened) void connection.close().catch(() => undefined);
  }
}
