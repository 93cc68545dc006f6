import Link from 'next/link';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { HeldBackups } from './held-backups.tsx';
import { HistoryCard } from './history-card.tsx';
import type { NoIndex } from './standing.ts';

/** There is no such index: who deleted it, as far as it is known, and what holds its documents. */
export function MissingIndex({ page, standing }: { page: IndexPage; standing: NoIndex }) {
  const { key } = useCluster();
  const blocked = useBlocked('restore');
  const { backups } = page;
  return (
    <WithRail rail={<HistoryCard page={page} />}>
      <Notice
        tone={standing.known ? 'bad' : 'warn'}
        title={standing.deletion === null ? 'There is no index of this name' : 'This index was deleted'}
        actions={
          <>
            {backups.restorable !== null && (
              <LinkButton look="primary" href={paths.restore(key, backups.restorable.id)} blocked={blocked}>
                {backups.restorable.own ? 'Restore its newest backup' : 'Restore a backup of its alias'}
              </LinkButton>
            )}
            <LinkButton href={paths.indices(key)}>Open the indices</LinkButton>
          </>
        }
      >
        <WhatIsKnown standing={standing} page={page} />
      </Notice>
      <HeldBackups page={page} />
    </WithRail>
  );
}

function WhatIsKnown({
  page,
  standing: { deletion, known, olderNotSearched },
}: {
  page: IndexPage;
  standing: NoIndex;
}) {
  const { key } = useCluster();
  if (deletion !== null)
    return (
      <p>
        <Link className="link" prefetch={false} href={paths.job(key, deletion.job)}>
          Job {deletion.job}
        </Link>{' '}
        of {deletion.by} deleted it, <Time at={deletion.at} />.
      </p>
    );
  const seen = page.changes.length > 0;
  const named = known || seen ? 'It existed, or was to be created: jobs, backups or changes here name it. ' : '';
  if (page.jobs === null)
    return <p>{named}The jobs can’t be read: whether one of them created or deleted it is not known.</p>;
  if (olderNotSearched === true) return <p>{named}None of its newest jobs deleted it. Older jobs were not searched.</p>;
  return (
    <p>
      {named === ''
        ? 'No job, backup or change that is known here names it. Check the name.'
        : `${named}No job of Restore Desk deleted it.`}
    </p>
  );
}
