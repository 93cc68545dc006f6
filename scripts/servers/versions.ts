/** A server that Maven can download, and the Java versions that it runs on. */
export interface ServerKind {
  /** "8.19.9" or "opensearch-2.19.3": the name that tests and the demo use. */
  key: string;
  distribution: 'elasticsearch' | 'opensearch';
  version: string;
  /** GROUP:ARTIFACT:VERSION:zip */
  artifact: string;
  /** The lowest and highest Java feature release it starts on; at most 23 where it needs the security manager. */
  java: { min: number; max: number };
}

const elasticsearch = (
  version: string,
  java: ServerKind['java'],
  group = 'org.elasticsearch.distribution.integ-test-zip',
): ServerKind => ({
  key: version,
  distribution: 'elasticsearch',
  version,
  artifact: `${group}:elasticsearch:${version}:zip`,
  java,
});

const opensearch = (version: string, java: ServerKind['java']): ServerKind => ({
  key: `opensearch-${version}`,
  distribution: 'opensearch',
  version,
  artifact: `org.opensearch.distribution.integ-test-zip:opensearch:${version}:zip`,
  java,
});

export const SERVERS: readonly ServerKind[] = [
  elasticsearch('6.8.23', { min: 8, max: 17 }, 'org.elasticsearch.distribution.zip'),
  elasticsearch('7.17.29', { min: 11, max: 23 }),
  elasticsearch('8.19.9', { min: 17, max: 25 }),
  elasticsearch('9.2.0', { min: 21, max: 25 }),
  opensearch('2.19.3', { min: 11, max: 23 }),
  opensearch('3.3.0', { min: 21, max: 25 }),
];

export const DEFAULT_SERVER = '8.19.9';

export function serverKind(key: string): ServerKind {
  const kind = SERVERS.find((server) => server.key === key);
  if (!kind)
    throw new Error(
      `There is no server "${key}" in scripts/servers/versions.ts, only ${SERVERS.map((server) => server.key).join(', ')}.`,
    );
  return kind;
}
