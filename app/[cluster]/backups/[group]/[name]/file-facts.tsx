import { originWords } from '@/components/backups/words.ts';
import { Fact, Facts, Panel, Time } from '@/components/ui/index.ts';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';

export function FileFacts({ row }: { row: BackupRow }) {
  return (
    <Panel title="The file">
      <Facts>
        <Fact name="Documents">{formatCount(row.documents)}</Fact>
        <Fact name="Size">
          {formatBytes(row.fileBytes)}
          {row.objectsBytes !== null && <span className="text-muted">, {formatBytes(row.objectsBytes)} unpacked</span>}
        </Fact>
        <Fact name="Written by">{originWords(row)}</Fact>
        <Fact name="File’s date">
          <Time at={row.modifiedAt} />
        </Fact>
      </Facts>
    </Panel>
  );
}
