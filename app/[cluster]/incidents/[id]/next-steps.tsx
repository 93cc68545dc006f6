import Link from 'next/link';
import type { IncidentDetail, IncidentPageLink } from '@/lib/contract/incidents-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Panel } from '@/components/ui/panel.tsx';

/** What to do, each with the page where it is done. */
export function NextSteps({ page: { incident, next } }: { page: IncidentDetail }) {
  const { key } = useCluster();
  if (next.length === 0) return null;
  return (
    <Panel flush title={incident.ended === null ? 'What to do next' : 'What can be checked'}>
      <ol className="divide-y">
        {next.map(({ page, text }) => (
          <li key={text}>
            {page.of === 'incident' && page.id === incident.id ? (
              <p className="px-4 py-3 [overflow-wrap:anywhere] mid:px-5">{text}</p>
            ) : (
              <Link
                href={hrefOf(key, page)}
                prefetch={false}
                className="flex min-h-11 items-center justify-between gap-4 px-4 py-3 text-text no-underline hover:bg-raised mid:px-5"
              >
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <BreakLongName text={text} />
                </span>
                <Icon name="arrow" className="text-faint" />
              </Link>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function hrefOf(cluster: string, page: IncidentPageLink): string {
  switch (page.of) {
    case 'overview':
      return paths.overview(cluster);
    case 'alias':
      return paths.alias(cluster, page.alias);
    case 'backups':
      return paths.backups(cluster, page.alias === null ? undefined : { group: page.alias });
    case 'job':
      return paths.job(cluster, page.job);
    case 'schedule':
      return paths.schedule(cluster, page.name);
    case 'incident':
      return paths.incident(cluster, page.id);
    case 'indices':
      return paths.indices(cluster);
    case 'repositories':
      return paths.repositories(cluster);
    default:
      return page satisfies never;
  }
}
