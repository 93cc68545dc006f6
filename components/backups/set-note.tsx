import Link from 'next/link';
import type { BackupRow } from '@/lib/contract/backups-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { Notice } from '../ui/notice.tsx';

type Props = { row: Pick<BackupRow, 'set'> };

/** In a list: which part of a set a backup is. */
export function SetPart({ row: { set } }: Props) {
  if (set === null) return null;
  return (
    <>
      index {formatCount(set.position)} of {formatCount(set.count)} of the backup of {set.alias}
    </>
  );
}

/** On a page about one backup: that it is a part of a set, with the others. */
export function SetNotice({ row: { set }, className = 'mb-4' }: Props & { className?: string }) {
  const cluster = useCluster();
  if (set === null) return null;
  const left = set.count - 1 - set.others.length;
  return (
    <Notice
      tone="info"
      className={className}
      title={`This is one of ${formatCount(set.count)} backups of a set: each holds one index of ${set.alias}`}
    >
      <p>One job made them. Each is restored separately. {set.count === 2 ? 'The other one:' : 'The others:'}</p>
      <ul className="mt-1 flex flex-col gap-1">
        {set.others.map(({ id, index, documents }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            <Link className="link" prefetch={false} href={paths.backup(cluster.key, id)}>
              {index ?? id}
            </Link>{' '}
            <span className="text-muted">{plural(documents, 'document')}</span>
          </li>
        ))}
        {left > 0 && <li className="text-muted">and {formatCount(left)} more</li>}
      </ul>
    </Notice>
  );
}
