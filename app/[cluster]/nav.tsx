'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { approvalsQuery } from '@/components/queries.ts';
import { classes } from '@/components/ui/classes.ts';

export function Nav() {
  const { key, approval } = useCluster();
  const approvals = useQuery({ ...approvalsQuery(key), enabled: approval });
  const waiting = approvals.data?.approvals.filter(({ approvedBy }) => approvedBy === null).length ?? 0;
  const pathname = usePathname();
  const pages = [
    { name: 'Overview', href: paths.overview(key), exact: true, waiting: 0 },
    { name: 'Indices', href: paths.indices(key), exact: false, waiting: 0 },
    { name: 'Backups', href: paths.backups(key), exact: false, waiting: 0 },
    { name: 'Jobs', href: paths.jobs(key), exact: false, waiting: 0 },
    ...(approval ? [{ name: 'Approvals', href: paths.approvals(key), exact: false, waiting }] : []),
    { name: 'Record', href: paths.record(key), exact: false, waiting: 0 },
  ];
  return (
    <nav aria-label="Main" className="order-3 -mx-1 w-full md:order-none md:mx-0 md:w-auto">
      <ul className="flex flex-wrap gap-0.5 sm:gap-1">
        {pages.map((page) => (
          <li key={page.name}>
            <Link
              href={page.href}
              prefetch={false}
              aria-current={
                (page.exact ? pathname === page.href : pathname === page.href || pathname.startsWith(`${page.href}/`))
                  ? 'page'
                  : undefined
              }
              className={classes(
                'inline-flex min-h-8 items-center rounded-md px-2 text-muted sm:px-2.5 hover:text-text',
                'aria-[current]:bg-raised aria-[current]:font-semibold aria-[current]:text-text',
              )}
            >
              {page.name}
              {page.waiting > 0 && (
                <span className="ml-1.5 rounded-full bg-warn-soft px-1.5 text-[13px] font-semibold text-warn">
                  {page.waiting}
                  <span className="sr-only"> waiting</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
