import Link from 'next/link';
import { formatBytes, formatCount, formatDuration, plural } from '@/lib/format.ts';
import type { BackupResult, IndexBackupResult } from '@/lib/kinds/backup/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '../../ui/table.tsx';
import type { ResultProps } from '../kind-view.ts';

/** The backups that were made, and the indices of which none was. */
export function BackupsMade({ result }: ResultProps<BackupResult>) {
  return (
    <Panel title={plural(result.backups.length, 'backup')}>
      {result.backups.length > 0 && (
        <Table label="Backups made">
          <Head>
            <Column>Index</Column>
            <Column numeric>Documents</Column>
            <Column numeric>File</Column>
            <Column numeric>Took</Column>
          </Head>
          <Body>
            {result.backups.map((made) => (
              <BackupRow key={made.backup.id} made={made} />
            ))}
          </Body>
        </Table>
      )}
      {result.failures.map((failure) => (
        <Notice key={failure.index} tone="bad" className="mt-3" title={`${failure.index} was not backed up`}>
          <p>{failure.message}</p>
          {failure.hint && <p className="text-muted">{failure.hint}</p>}
        </Notice>
      ))}
    </Panel>
  );
}

function BackupRow({ made }: { made: IndexBackupResult }) {
  const cluster = useCluster();
  return (
    <Row>
      <Cell>
        <Link className="link" prefetch={false} href={paths.backup(cluster.key, made.backup.id)}>
          {made.group}
        </Link>
        <code className="block text-faint">{made.index}</code>
        {made.warnings.map((warning) => (
          <State key={warning} level="warn" className="mt-1 text-small font-normal">
            {warning}
          </State>
        ))}
      </Cell>
      <Cell numeric label="Documents">
        {formatCount(made.documents)}
      </Cell>
      <Cell numeric label="File">
        {formatBytes(made.fileBytes)}
      </Cell>
      <Cell numeric label="Took">
        {formatDuration(made.seconds)}
      </Cell>
    </Row>
  );
}
