import Link from 'next/link';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { State } from '../ui/state.tsx';
import { Time } from '../ui/time.tsx';
import { conditionLabel } from './backup-labels.ts';

/** Whether a backup can be relied on, and since when one knows. */
export function Condition({ row, full = false }: { row: BackupRow; full?: boolean }) {
  const cluster = useCluster();
  const words = conditionLabel(row);
  return (
    <>
      <State level={words.level}>{words.word}</State>
      {row.verified && (
        <span className="block text-small text-muted">
          <Link className="link" prefetch={false} href={paths.job(cluster.key, row.verified.job)}>
            <Time at={row.verified.at} show="relative" />
          </Link>
        </span>
      )}
      {(full || words.level === 'bad' || words.level === 'warn') && (
        <span className="block text-small text-muted">{words.sentence}</span>
      )}
    </>
  );
}
