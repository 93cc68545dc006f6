import { loadConfiguration } from './load.ts';
import type { Configuration, ConfiguredCluster } from './configuration.ts';
import { processGlobal } from '../process-wide.ts';

/** Parsed once per process; a change of the file needs a restart. Throws AppError invalid_input. */
export const configuration = processGlobal<Configuration>('configuration', () => loadConfiguration());

export const configuredClusters = (): readonly ConfiguredCluster[] => configuration().clusters;

export const findCluster = (key: string): ConfiguredCluster | null =>
  configuredClusters().find((cluster) => cluster.key === key) ?? null;
