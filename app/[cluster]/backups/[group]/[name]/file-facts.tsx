import { documentsIn, originLabel } from '@/components/backups/backup-labels.ts';
import { SourceCluster } from '@/components/backups/source-cluster.tsx';
import { Fact, Facts, Panel } from '@/components/ui/panel.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes } from '@/lib/format.ts';

export function FileFacts({ row }: { row: BackupRow }) {
  return (
    <Panel title="The file">
      <Facts>
        <Fact name="Documents">{documentsIn(row)}</Fact>
        <Fact name="Size">
          {formatBytes(row.fileBytes)}
          {row.objectsBytes !== null && <span className="text-muted">, {formatBytes(row.objectsBytes)} unpacked</span>}
        </Fact>
        {row.condition.state === 'whole' && (
          <Fact name="Cluster">
            <SourceCluster row={row} />
          </Fact>
        )}
        <Fact name="Written by">{originLabel(row)}</Fact>
        <Fact name="File’s date">
          <Time at={row.modifiedAt} />
        </Fact>
      </Facts>
    </Panel>
  );
}
