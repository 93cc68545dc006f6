import type { ClusterIdentity } from '../../contract/cluster.ts';
import { supportOf } from '../../elasticsearch/capabilities.ts';
import { areOf, formatList, plural } from '../../format.ts';
import { failure, ok, warning, type Finding } from '../check.ts';

const NAMES = { elasticsearch: 'Elasticsearch', opensearch: 'OpenSearch' } as const;
const RANGE = 'Elasticsearch 6.8 to 9 and OpenSearch 2 and 3';

export function versionFinding(identity: ClusterIdentity): Finding {
  const server = `${NAMES[identity.distribution]} ${identity.version}`;
  const cluster = `${identity.name} is ${server}`;
  switch (supportOf(identity)) {
    case 'supported':
      return ok(`${cluster}, which is supported.`);
    case 'older':
      return failure(
        `${cluster}, which is older than what is supported.`,
        `Supported are ${RANGE}: upgrade the cluster.`,
      );
    case 'newer':
      return warning(
        `${cluster}, which is newer than this Restore Desk knows.`,
        `Supported are ${RANGE}: look for a newer Restore Desk, and try a backup and a drill.`,
      );
  }
}

/** A repository, and the number of its snapshots; `failure`: why they can't be read. */
export type ReadRepository = { name: string } & ({ snapshots: number } | { failure: string });

const READ_ONLY = 'Only read: “Verify” on the page Repositories has every node write to it.';

export function repositoriesFinding(repositories: readonly ReadRepository[]): Finding {
  if (repositories.length === 0) return ok('No repository of snapshots is registered: zip files need none.');
  const broken = repositories.flatMap((each) => ('failure' in each ? [each] : []));
  const registered = `${plural(repositories.length, 'repository', 'repositories')} of snapshots ${areOf(repositories.length)} registered`;
  if (broken.length > 0)
    return failure(
      `Of ${plural(repositories.length, 'repository', 'repositories')} ${formatList(broken.map(({ name }) => name))} can’t be read: ${broken[0]!.failure}`,
      'See the page Repositories: its storage must answer every node of the cluster.',
    );
  const count = repositories.reduce((sum, each) => sum + ('snapshots' in each ? each.snapshots : 0), 0);
  return ok(`${registered} and can be read, with ${plural(count, 'snapshot')}. ${READ_ONLY}`);
}
