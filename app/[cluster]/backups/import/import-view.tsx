'use client';
import { useQuery } from '@tanstack/react-query';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { importPlaceQuery } from '@/components/queries.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { isBucketAddress } from '@/lib/contract/backup-ref.ts';
import type { ImportPlace } from '@/lib/contract/import-place.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';
import { ImportForm } from './import-form.tsx';

/** Files are chosen and uploaded; the page of the job shows what became of each backup. */
export function ImportView() {
  const cluster = useCluster();
  const blocked = useBlocked('import');
  const query = useQuery({ ...importPlaceQuery(cluster.key), enabled: blocked === null });
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            Upload backup files to <b className="font-medium text-text">{cluster.name}</b> ({cluster.environment}). Each
            backup is read to its end before it is listed. Nothing on the cluster is changed.
          </p>
        }
      >
        Import backups
      </Heading>
      {blocked !== null ? (
        <Notice tone="warn" title="You can’t import backups">
          <p>{blocked}</p>
        </Notice>
      ) : (
        <QueryBoundary query={query} what="the limits of an import">
          {(place) => (
            <div className="grid items-start gap-4 mid:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
              <ImportForm place={place} />
              <Limits place={place} />
            </div>
          )}
        </QueryBoundary>
      )}
    </>
  );
}

function Limits({ place }: { place: ImportPlace }) {
  return (
    <Panel title="What is accepted">
      <div className="mb-3 flex flex-col gap-2 text-small text-muted">
        <p>
          A zip is one backup, or holds several: a zipped backup directory, or a zipped <code>/var/es_dump</code>.
        </p>
        <p>
          A backup that exists is never overwritten. A damaged or incomplete one is refused with the reason. Other files
          are left out and named.
        </p>
      </div>
      <Facts>
        <Fact name="Into">
          <code className="[overflow-wrap:anywhere]">{place.directory}</code>
        </Fact>
        <Fact name={isBucketAddress(place.directory) ? 'Free space to unpack' : 'Free space there'}>
          {place.freeBytes === null ? 'unknown' : formatBytes(place.freeBytes)}
        </Fact>
        <Fact name="Largest upload">{formatBytes(place.maxUploadBytes)}</Fact>
        <Fact name="Unpacked, at most">{formatBytes(place.maxUnpackedBytes)}</Fact>
        <Fact name="Entries of a zip, at most">{formatCount(place.maxFiles)}</Fact>
      </Facts>
    </Panel>
  );
}
