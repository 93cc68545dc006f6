import { configuration, type ConfiguredCluster } from '../config.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { runDoctor } from '../doctor/doctor.ts';
import { singleFlight } from '../live/single-flight.ts';
import { channelsForPage } from '../notify/channels-for-page.ts';

/** Less than a page waits for a route. */
const TIME_LIMIT_MS = 8_000;

/**
 * Checks the installation and one cluster, with its own channels. Several pages that ask at one moment share one run. Throws
 * AppError timed_out.
 */
export function loadDoctor({ key, name }: Pick<ConfiguredCluster, 'key' | 'name'>): Promise<DoctorReport> {
  const shown = new Set(channelsForPage([key]).map((channel) => channel.name));
  const { channels } = configuration().notifications;
  return singleFlight(`doctor ${key}`, `The check of ${name}`, (signal) =>
    runDoctor(configuration(), {
      cluster: key,
      channels: channels.filter((channel) => shown.has(channel.name)),
      signal,
      timeLimitMs: TIME_LIMIT_MS,
    }),
  );
}
