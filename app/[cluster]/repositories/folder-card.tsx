import Link from 'next/link';
import type { ZipFolder } from '@/lib/contract/repositories-page.ts';
import { isBucketAddress } from '@/lib/contract/backup-ref.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { CARD } from './card.ts';

/** The backup directory of this server, or its bucket. It leads to the backups. null: it is being read. `place`: a path, or an address. */
export function FolderCard({ folder, place }: { folder: ZipFolder | null; place: string }) {
  const { key } = useCluster();
  const isBucket = isBucketAddress(place);
  return (
    <Link href={paths.backups(key)} prefetch={false} className={CARD}>
      <span className="flex items-center justify-between gap-3">
        <span className="grid size-8 flex-none place-items-center rounded-md bg-raised text-muted">
          <Icon name="zip" />
        </span>
        <FolderState folder={folder} />
      </span>
      <b className="mt-3 font-medium text-text">{isBucket ? 'Bucket of backups' : 'Backup directory'}</b>
      <span className="text-small text-muted">{isBucket ? 'Zip files' : 'Folder of this server, zip files'}</span>
      <span className="mt-3.5 flex flex-wrap justify-between gap-x-4 text-small text-muted">
        {folder === null ? (
          'Listing its backups…'
        ) : folder.problem !== null ? (
          'Backups unknown'
        ) : (
          <>
            <span>
              <b className="font-medium text-text">{formatCount(folder.backups)}</b>{' '}
              {folder.backups === 1 ? 'backup' : 'backups'}
            </span>
            {folder.backups > 0 && <span>{formatBytes(folder.bytes)}</span>}
            {folder.newest !== null && (
              <span>
                last <Time at={folder.newest} show="relative" />
              </span>
            )}
          </>
        )}
      </span>
      <span className="mt-1 line-clamp-3 text-small [overflow-wrap:anywhere] text-muted">
        {folder?.problem ?? place}
      </span>
    </Link>
  );
}

function FolderState({ folder }: { folder: ZipFolder | null }) {
  if (folder === null) return <State level="unknown">Reading</State>;
  return folder.problem === null ? <State level="ok">OK</State> : <State level="warn">Problem</State>;
}
