import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { NamedText } from '@/components/named-text.tsx';
import { paths } from '@/components/paths.ts';
import { Panel } from '@/components/ui/panel.tsx';
import { Shape } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { historyOf, type HistoryEntry } from './history-entries.ts';

/** What happened to it, the newest first: jobs of ours, changes by others that were seen, documents that were lost. */
export function HistoryCard({ page }: { page: IndexPage }) {
  const { key } = useCluster();
  const entries = historyOf(page);
  return (
    <Panel title="History">
      {page.jobs === null && (
        <p className="mb-3 text-small text-muted">The jobs can’t be read: the database of jobs does not answer.</p>
      )}
      {entries.length === 0 && page.jobs !== null && (
        <p className="text-small text-muted">
          No job of Restore Desk made or changed it, and no change of it was seen.
        </p>
      )}
      <ol className="flex flex-col gap-3 text-small">
        {entries.map((entry) => (
          <li key={entry.id} className="grid grid-cols-[14px_minmax(0,1fr)] gap-x-3">
            <Shape level={entry.level} className="mt-[3px]" />
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
      {page.moreJobs && (
        <p className="mt-3 text-small">
          <Link
            className="link inline-flex min-h-6 items-center max-mid:min-h-11"
            prefetch={false}
            href={paths.jobs(key, { text: page.name })}
          >
            All jobs with this name
          </Link>
        </p>
      )}
    </Panel>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const { key } = useCluster();
  return (
    <div className="min-w-0 [overflow-wrap:anywhere]">
      {entry.job === null ? (
        <NamedText text={entry.title} named={entry.named} />
      ) : (
        <Link className="link max-mid:py-3" prefetch={false} href={paths.job(key, entry.job)}>
          {entry.title}
        </Link>
      )}
      <p className="text-muted">
        {entry.detail !== null && `${entry.detail}, `}
        <Time at={entry.at} show="relative" />
      </p>
    </div>
  );
}
