import { loadConfiguration, type Configuration, type ConfiguredCluster } from './load.ts';

const slot = Symbol.for('restore-desk.configuration');
const holder = globalThis as { [slot]?: Configuration };

/** Parsed once per process; a change of the file needs a restart. Throws AppError invalid_input. */
export const configuration = (): Configuration => (holder[slot] ??= loadConfiguration());

export const configuredClusters = (): readonly ConfiguredCluster[] => configuration().clusters;

export const findCluster = (key: string): ConfiguredCluster | null =>
  configuredClusters().find((cluster) => cluster.key === key) ?? null;
