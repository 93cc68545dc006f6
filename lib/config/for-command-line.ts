import { resolve } from 'node:path';
import { loadConfigurationFile, type ConfiguredCluster } from './load.ts';

/** What a command line shares with the dashboard beside it: the data directory, and the cluster's name there. */
export interface CommandLineDefaults {
  dataDirectory: string;
  /** Key of the configured cluster with this address; a name made from the address where none has it. */
  clusterKey: string;
}

/** A command line works without any configuration, but a wrong one is still an error: it might name another data directory. */
export function commandLineDefaults(
  url: string | null,
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): CommandLineDefaults {
  const configuration = loadConfigurationFile(environment, workingDirectory);
  const configured =
    url === null
      ? undefined
      : configuration?.clusters.find((cluster) => origin(cluster.connection.url) === origin(url));
  return {
    dataDirectory: configuration?.dataDirectory ?? resolve(workingDirectory, environment.RESTORE_DESK_DATA || 'data'),
    clusterKey: configured?.key ?? (url === null ? 'local' : keyFrom(url)),
  };
}

/** What the configuration says of clusters, where there is one. */
export const clustersIn = (
  environment: NodeJS.ProcessEnv,
  workingDirectory = process.cwd(),
): readonly ConfiguredCluster[] => loadConfigurationFile(environment, workingDirectory)?.clusters ?? [];

const origin = (url: string): string | null => {
  const parsed = URL.parse(url);
  return parsed && `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
};

const keyFrom = (url: string): string =>
  (URL.parse(url)?.host ?? 'cluster')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63) || 'cluster';
