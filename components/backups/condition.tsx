import Link from 'next/link';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { paths } from '../paths.ts';
import { State, Time } from '../ui/index.ts';
import { conditionWords } from './words.ts';

/** Whether a backup can be relied on, and since when one knows. */
export function Condition({ cluster, row, full = false }: { cluster: string; row: BackupRow; full?: boolean }) {
  const words = conditionWords(row);
  return (
    <>
      <State level={words.level}>{words.word}</State>
      {row.verified && (
        <span className="block text-[13px] text-muted">
          <Link className="link" prefetch={false} href={paths.job(cluster, row.verified.job)}>
            <Time at={row.verified.at} show="relative" />
          </Link>
        </span>
      )}
      {(full || words.level === 'bad' || words.level === 'warn') && (
        <span className="block text-[13px] text-muted">{words.sentence}</span>
      )}
    </>
  );
}
