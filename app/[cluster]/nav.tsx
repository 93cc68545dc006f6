'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useId } from 'react';
import type { JobActivity } from '@/lib/contract/jobs-page.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { approvalsQuery, jobActivityQuery } from '@/components/queries.ts';
import { classes } from '@/components/ui/classes.ts';
import { Shape } from '@/components/ui/state.tsx';

export function Nav() {
  const { key, approval } = useCluster();
  const approvals = useQuery({ ...approvalsQuery(key), enabled: approval });
  const activity = useQuery(jobActivityQuery(key));
  const waiting = approvals.data?.approvals.filter(({ approvedBy }) => approvedBy === null).length ?? 0;
  return (
    <nav aria-label="Main" className="order-3 -mx-1 w-full md:order-none md:mx-0 md:w-auto md:shrink-0">
      <ul className="flex flex-wrap gap-0.5 md:flex-nowrap xl:gap-1">
        <NavLink name="Overview" href={paths.overview(key)} exact />
        <NavLink name="Indices" href={paths.indices(key)} />
        <NavLink name="Backups" href={paths.backups(key)} />
        <NavLink name="Jobs" href={paths.jobs(key)} badge={badgeOfJobs(activity.error ? undefined : activity.data)} />
        {approval && (
          <NavLink
            name="Approvals"
            href={paths.approvals(key)}
            badge={waiting > 0 ? { count: waiting, warn: true, inName: `${formatCount(waiting)} waiting` } : null}
          />
        )}
        <NavLink name="Audit log" href={paths.auditLog(key)} />
      </ul>
    </nav>
  );
}

interface NavBadge {
  count: number;
  warn?: boolean;
  /** Read out as a part of the link's name, or after it. */
  inName?: string;
  description?: string;
  title?: string;
}

interface NavLinkProps {
  name: string;
  href: string;
  /** The pages below it are not its own. */
  exact?: boolean;
  badge?: NavBadge | null;
}

function NavLink({ name, href, exact = false, badge = null }: NavLinkProps) {
  const pathname = usePathname();
  const description = useId();
  const current = pathname === href || (!exact && pathname.startsWith(`${href}/`));
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        title={badge?.title}
        aria-current={current ? 'page' : undefined}
        aria-describedby={badge?.description ? description : undefined}
        className={classes(
          'inline-flex min-h-8 items-center rounded-md px-1.5 whitespace-nowrap sm:px-2 text-muted hover:text-text xl:px-2.5',
          'aria-[current]:bg-raised aria-[current]:font-semibold aria-[current]:text-text',
        )}
      >
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

/** How many jobs are under way; if some of them do not move, how many. */
function badgeOfJobs(activity: JobActivity | undefined): NavBadge | null {
  if (activity === undefined || activity.active === 0) return null;
  const count = activity.standing.length;
  if (count === 0) return { count: activity.active, description: `${plural(activity.active, 'job')} under way` };
  return {
    count,
    warn: true,
    description: `${plural(count, 'job')} waiting`,
    title: activity.standing.map(({ sentence }) => sentence).join('\n'),
  };
}

function Badge({ badge: { count, warn = false, inName } }: { badge: NavBadge }) {
  return (
    <span
      className={classes(
        'ml-1 inline-flex items-center gap-1 rounded-full px-1.5 text-[13px] font-semibold',
        warn ? 'bg-warn-soft text-warn' : 'bg-raised text-muted',
      )}
    >
      {warn && <Shape level="warn" className="size-2.5" />}
      <span aria-hidden="true">{formatCount(count)}</span>
      {inName && <span className="sr-only">{inName}</span>}
    </span>
  );
}
