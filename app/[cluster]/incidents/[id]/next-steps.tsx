import Link from 'next/link';
import type { IncidentDetail } from '@/lib/contract/incidents-page.ts';
import { isClosedCase } from '@/lib/contract/incident-over.ts';
import { pagePath } from '@/lib/contract/page-path.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Panel } from '@/components/ui/panel.tsx';

/** What to do, each with the page where it is done. */
export function NextSteps({ page: { incident, next } }: { page: IncidentDetail }) {
  const { key } = useCluster();
  if (next.length === 0) return null;
  return (
    <Panel flush title={isClosedCase(incident) ? 'What can be checked' : 'What to do next'}>
      <ol className="divide-y">
        {next.map(({ page, text }) => (
          <li key={text}>
            {page.of === 'incident' && page.id === incident.id ? (
              <p className="px-4 py-3 [overflow-wrap:anywhere] mid:px-5">{text}</p>
            ) : (
              <Link
                href={pagePath(key, page)}
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
