import Link from 'next/link';
import { formatBytes, plural } from '@/lib/format.ts';
import type { ImportResult } from '@/lib/kinds/import/schema.ts';
import { useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { Fold } from '../../ui/fold.tsx';
import { Panel } from '../../ui/panel.tsx';
import { State } from '../../ui/state.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What was imported, with links; what was refused, and why; what was left out. */
export function Imported({ result }: ResultProps<ImportResult>) {
  return (
    <Panel title={titleOf(result)} tone={result.refused.length === 0 ? 'ok' : 'bad'}>
      <ul className="flex flex-col divide-y">
        {result.refused.map(({ name, reason, zip }, at) => (
          <li key={at} className="py-2.5">
            <code className="[overflow-wrap:anywhere]">{name}</code>
            {zip !== name && <span className="text-small text-muted"> in {zip}</span>}
            <State level="bad" className="mt-1 text-small">
              Refused: {reason}
            </State>
          </li>
        ))}
        {result.imported.map((backup) => (
          <ImportedBackup key={backup.id} {...backup} />
        ))}
      </ul>
      {result.leftOut.length > 0 && (
        <Fold title={`${plural(result.leftOut.length, 'other file')} left out`}>
          <ul className="flex flex-col gap-1 text-small">
            {result.leftOut.map(({ name }, at) => (
              <li key={at}>
                <code className="[overflow-wrap:anywhere]">{name}</code>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </Panel>
  );
}

function ImportedBackup({ documents, fileBytes, id, origin }: ImportResult['imported'][number]) {
  const cluster = useCluster();
  return (
    <li className="py-2.5">
      <Link href={paths.backup(cluster.key, id)} prefetch={false} className="link [overflow-wrap:anywhere]">
        {id}
      </Link>
      <p className="mt-1 text-small">
        <State level="ok" strong>
          {plural(documents, 'document')}, all there
        </State>
        <span className="text-muted">
          {' '}
          · {formatBytes(fileBytes)}
          {origin === 'es_dump_restore' && ', made by es_dump_restore'}
        </span>
      </p>
    </li>
  );
}

function titleOf({ imported, refused }: ImportResult): string {
  if (refused.length === 0) return `${plural(imported.length, 'backup')} imported`;
  if (imported.length === 0) return `${plural(refused.length, 'file')} refused, no backup imported`;
  return `${plural(imported.length, 'backup')} imported, ${refused.length} refused`;
}
