import { useCluster, type OtherCluster } from '../cluster-context.tsx';
import { ClusterName } from '../environment-tag.tsx';
import { Notice } from '../ui/notice.tsx';

/** The cluster whose backup is restored on this one. */
export interface CopySource extends OtherCluster {
  /** Both are entries of one cluster, by its uuid. */
  sameCluster: boolean;
}

/** From which cluster into which: above everything that a copy asks. */
export function CopyRoute({ source }: { source: CopySource }) {
  const cluster = useCluster();
  return (
    <div className="mb-4 flex flex-col gap-4">
      <dl
        aria-label="From which cluster into which"
        className="grid items-center gap-x-3 gap-y-2 rounded-md border bg-surface px-4 py-3 mid:flex mid:flex-wrap mid:px-5"
      >
        <Side word="From" cluster={source} />
        <span aria-hidden="true" className="text-faint max-mid:hidden">
          →
        </span>
        <Side word="Into" cluster={cluster} />
      </dl>
      {source.sameCluster && (
        <Notice tone="info">
          <p>
            {source.name} and {cluster.name} are the same cluster, by its uuid: this is an ordinary restore, and nothing
            is copied to another cluster.
          </p>
        </Notice>
      )}
    </div>
  );
}

function Side({ word, cluster }: { word: string; cluster: Omit<OtherCluster, 'key'> }) {
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <dt className="text-small text-muted">{word}</dt>
      <dd className="min-w-0">
        <ClusterName cluster={cluster} />
      </dd>
    </div>
  );
}
