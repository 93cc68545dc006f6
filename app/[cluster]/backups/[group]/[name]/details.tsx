import type { ReactNode } from 'react';
import { documentsIn, originLabel } from '@/components/backups/backup-labels.ts';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { AliasName } from '@/components/alias-name.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupDetail } from '@/lib/contract/backup-page.ts';
import type { BackupManifest } from '@/lib/contract/backup.ts';
import { formatBytes, formatDuration } from '@/lib/format.ts';

/** Where the backup is from, as its manifest says, and the file itself. */
export function Details({ detail: { row, summary } }: { detail: BackupDetail }) {
  const { manifest } = summary;
  return (
    <Panel title="Details">
      <Facts>
        {row.index !== null && (
          <Fact name="Index">
            <IndexName of name={row.index} alias={row.group} plain={row.cluster.relation === 'another'} copy />
          </Fact>
        )}
        {manifest && <Fact name="Aliases">{aliasesIn(manifest, row.cluster.relation !== 'another')}</Fact>}
        <Fact name="Data as of">
          {row.takenAt === null ? 'unknown' : <Time at={row.takenAt} precision="seconds" show="absolute" />}
        </Fact>
        <Fact name="Documents">{documentsIn(row)}</Fact>
        {row.seconds !== null && <Fact name="Took">{formatDuration(row.seconds)}</Fact>}
        <Fact name="File">
          {formatBytes(row.fileBytes)}
          {row.objectsBytes !== null && `, ${formatBytes(row.objectsBytes)} unpacked`}
        </Fact>
        {manifest && <Fact name="In the cluster">{formatBytes(manifest.primaryBytes)} when it was written</Fact>}
        {row.condition.state === 'whole' && (
          <Fact name="Cluster">
            <SourceCluster row={row} />
          </Fact>
        )}
        <Fact name="Written by">{manifest ? `${manifest.tool.name} ${manifest.tool.version}` : originLabel(row)}</Fact>
        <Fact name="File’s date">
          <Time at={row.modifiedAt} show="absolute" />
        </Fact>
      </Facts>
      {manifest ? <Digests manifest={manifest} /> : row.condition.state === 'whole' && <NoManifest />}
    </Panel>
  );
}

/** `here`: they are of this cluster. */
function aliasesIn({ aliases }: BackupManifest, here: boolean): ReactNode {
  if (aliases.length === 0) return 'none';
  return aliases.map((membership) => (
    <span key={membership.alias} className="block">
      {here ? <AliasName name={membership.alias} /> : membership.alias}{' '}
      {membership.filter !== undefined && <Chip>filtered</Chip>}{' '}
      {(membership.indexRouting ?? membership.searchRouting) !== undefined && <Chip>routed</Chip>}{' '}
      {membership.isWriteIndex && <Chip>write index</Chip>}
    </span>
  ));
}

function Digests({ manifest }: { manifest: BackupManifest }) {
  return (
    <details className="mt-3 text-small">
      <summary className="text-muted max-mid:min-h-11">Digests</summary>
      <p className="my-2 text-muted">
        A digest is a short number that changes when any byte changes. A verification compares both with the file.
      </p>
      <dl className="grid gap-2">
        <div>
          <dt className="text-faint">SHA-256 of the documents</dt>
          <dd>
            <code>{manifest.objects.sha256}</code>
          </dd>
        </div>
        <div>
          <dt className="text-faint">Content, in any order</dt>
          <dd>
            <code>{manifest.digest}</code>
          </dd>
        </div>
        <div>
          <dt className="text-faint">Cluster uuid</dt>
          <dd>
            <code>{manifest.cluster.uuid}</code>
          </dd>
        </div>
      </dl>
    </details>
  );
}

const NoManifest = () => (
  <p className="mt-3 text-small text-muted">
    The file has no manifest: another tool wrote it. Its cluster, index and aliases are unknown. A verification counts
    its documents and checks the CRC-32 of every entry.
  </p>
);
