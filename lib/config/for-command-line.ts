import { dataDirectory } from '../places.mjs';
import { DEFAULT_IMPORT_LIMITS, type ImportLimits } from '../importing/limits.ts';
import type { BucketAccess } from '../backups/sources.ts';
import { bucketAccessOf } from './bucket-access.ts';
import { registerSdkSecrets } from './configured-bucket.ts';
import { loadConfiguration, loadConfigurationFile } from './load.ts';
import type { Configuration, ConfiguredCluster } from './configuration.ts';

/** What a command line shares with a dashboard on the same machine. */
export interface CommandLineDefaults {
  dataDirectory: string;
  /** Key of the configured cluster with this address; without one, a key made from the address. */
  clusterKey: string;
}

/** Works without a configuration. Throws AppError invalid_input for a wrong one: it may name another data directory. */
export function commandLineDefaults(
  url: string | null,
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): CommandLineDefaults {
  const configuration = loadConfigurationFile(environment, workingDirectory);
  const configured =
    url === null
      ? undefined
      : configuration?.clusters.find((cluster) => normalisedAddress(cluster.connection.url) === normalisedAddress(url));
  return {
    dataDirectory: configuration?.dataDirectory ?? dataDirectory(environment, workingDirectory),
    clusterKey: configured?.key ?? (url === null ? 'local' : keyOfAddress(url)),
  };
}

/** How the bucket of a source is reached from a command line. Works without a configuration. */
export function bucketAccessForCommandLine(environment: NodeJS.ProcessEnv): (source: string) => BucketAccess {
  registerSdkSecrets(environment);
  const { dataDirectory } = commandLineDefaults(null, environment);
  return bucketAccessOf(configuredClustersIn(environment), dataDirectory);
}

/** The same as `commandLineDefaults` for a source of backups instead of a cluster, with the limits of an import. */
export function sourceDefaults(
  source: string,
  environment: NodeJS.ProcessEnv = process.env,
): CommandLineDefaults & { limits: ImportLimits } {
  const configuration = loadConfigurationFile(environment);
  const configured = configuration?.clusters.find(({ backupSource }) => backupSource === source);
  const defaults = commandLineDefaults(null, environment);
  return {
    ...defaults,
    clusterKey: configured?.key ?? defaults.clusterKey,
    limits: configuration?.import ?? DEFAULT_IMPORT_LIMITS,
  };
}

/** The clusters of the configuration; empty without one. Throws AppError invalid_input. */
export const configuredClustersIn = (
  environment: NodeJS.ProcessEnv,
  workingDirectory = process.cwd(),
): readonly ConfiguredCluster[] => loadConfigurationFile(environment, workingDirectory)?.clusters ?? [];

/**
 * The configuration of a dashboard that is started where this command line is: of the same file; without one, of the same
 * variables, or, where none names a cluster, of ELASTICSEARCH_URL with `url`. Throws AppError invalid_input.
 */
export const dashboardConfiguration = (
  url: string,
  environment: NodeJS.ProcessEnv,
  workingDirectory = process.cwd(),
): Configuration =>
  loadConfigurationFile(environment, workingDirectory) ??
  loadConfiguration({ ...environment, ELASTICSEARCH_URL: environment.ELASTICSEARCH_URL || url }, workingDirectory);

/** Whether two addresses name one place: without credentials and a slash at the end. */
export const sameAddress = (one: string, other: string): boolean =>
  normalisedAddress(one) !== null && normalisedAddress(one) === normalisedAddress(other);

const normalisedAddress = (url: string): string | null => {
  const parsed = URL.parse(url);
  return parsed && `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
};

const keyOfAddress = (url: string): string => keyOfName(URL.parse(url)?.host ?? '');

/** A key for a cluster, made of its name or host: lower-case letters, digits and dashes. */
export const keyOfName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '') || 'cluster';
