'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useId, type ReactNode } from 'react';
import type { IncidentCounts } from '@/lib/contract/incidents-page.ts';
import type { JobActivity } from '@/lib/contract/jobs-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { CLUSTER_PAGES, type ClusterPage } from '@/components/cluster-pages.ts';
import { incidentCountsQuery } from '@/components/incidents/queries.ts';
import { approvalsQuery, jobActivityQuery } from '@/components/queries.ts';
import { classes } from '@/components/ui/classes.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { Shape } from '@/components/ui/state.tsx';

/** The pages of a cluster, each with what waits there. */
export function Nav() {
  const { key, approval } = useCluster();
  const approvals = useQuery({ ...approvalsQuery(key), enabled: approval });
  const activity = useQuery(jobActivityQuery(key));
  const incidents = useQuery(incidentCountsQuery(key));
  const waiting = approvals.data?.approvals.filter(({ approvedBy }) => approvedBy === null).length ?? 0;
  const badges = new Map<string, NavBadge | null>([
    ['incidents', badgeOfIncidents(incidents.error ? undefined : incidents.data)],
    ['jobs', badgeOfJobs(activity.error ? undefined : activity.data)],
    ['approvals', badgeOfApprovals(waiting)],
  ]);
  return (
    <nav aria-label="Main">
      {CLUSTER_PAGES.map(({ pages, title }) => (
        <NavGroup key={title} title={title}>
          {pages
            .filter(({ withApproval }) => approval || !withApproval)
            .map((page) => (
              <NavLink key={page.id} page={page} badge={badges.get(page.id) ?? null} />
            ))}
        </NavGroup>
      ))}
    </nav>
  );
}

/** Pages of one purpose, below their heading; null: the first ones, which have none. */
function NavGroup({ title, children }: { title: string | null; children: ReactNode }) {
  const heading = useId();
  return (
    <>
      {title !== null && (
        <p id={heading} className="px-2.5 pt-4 pb-1 text-caption text-faint">
          {title}
        </p>
      )}
      <ul aria-labelledby={title === null ? undefined : heading} className="grid gap-px">
        {children}
      </ul>
    </>
  );
}

interface NavBadge {
  count: number;
  /** Default: `live`. */
  level?: keyof typeof BADGES;
  /** Read out as a part of the link's name, or after it. */
  inName?: string;
  description?: string;
  title?: string;
}

function NavLink({ page, badge }: { page: ClusterPage; badge: NavBadge | null }) {
  const { key } = useCluster();
  const pathname = usePathname();
  const description = useId();
  const { alsoFor, exact = false, icon, name } = page;
  const href = page.href(key);
  const current =
    pathname === href || (!exact && [href, alsoFor?.(key)].some((above) => above && pathname.startsWith(`${above}/`)));
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        title={badge?.title}
        aria-current={current ? 'page' : undefined}
        aria-describedby={badge?.description ? description : undefined}
        className={classes(
          'group flex h-[31px] items-center gap-2.5 rounded-md px-2.5 text-[13.5px]/5 whitespace-nowrap no-underline max-side:h-11 max-side:text-[15px]',
          'text-muted hover:bg-raised hover:text-text aria-[current]:bg-hover aria-[current]:font-medium aria-[current]:text-text',
        )}
      >
        <Icon name={icon} className="text-faint group-aria-[current]:text-text" />
        {name}
        {badge && <Badge badge={badge} />}
      </Link>
      {badge?.description && (
        <span id={description} className="sr-only">
          {badge.description}
        </span>
      )}
    </li>
  );
}

/** How many incidents are open; red while one of them is critical. */
function badgeOfIncidents(counts: IncidentCounts | undefined): NavBadge | null {
  if (counts === undefined || counts.open === 0) return null;
  const { critical, open, unacknowledged } = counts;
  return {
    count: open,
    level: critical > 0 ? 'bad' : 'warn',
    inName: `${formatCount(open)} open`,
    title: `${plural(open, 'open incident')}, ${unacknowledged === 0 ? 'all acknowledged' : `${formatCount(unacknowledged)} not acknowledged`}`,
  };
}

function badgeOfApprovals(waiting: number): NavBadge | null {
  return waiting > 0 ? { count: waiting, level: 'warn', inName: `${formatCount(waiting)} waiting` } : null;
}

/** How many jobs are under way; if some of them do not move, how many. */
function badgeOfJobs(activity: JobActivity | undefined): NavBadge | null {
  if (activity === undefined || activity.active === 0) return null;
  const count = activity.standing.length;
  if (count === 0) return { count: activity.active, description: `${plural(activity.active, 'job')} under way` };
  return {
    count,
    level: 'warn',
    description: `${plural(count, 'job')} waiting`,
    title: activity.standing.map(({ sentence }) => sentence).join('\n'),
  };
}

const BADGES = { live: 'text-accent', warn: 'text-warn', bad: 'text-bad' } as const;

function Badge({ badge: { count, level = 'live', inName } }: { badge: NavBadge }) {
  return (
    <span className={classes('ml-auto inline-flex items-center gap-[5px] text-caption', BADGES[level])}>
      <Shape level={level} className="size-[11px]" />
      <span aria-hidden="true">{formatCount(count)}</span>
      {inName && <span className="sr-only">{inName}</span>}
    </span>
  );
}
