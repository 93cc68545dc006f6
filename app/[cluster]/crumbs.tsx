'use client';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { Fragment } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { crumbsOf } from './crumbs-of.ts';

/** Where this page is: "Backups / government / Restore". */
export function Crumbs() {
  const { key, name } = useCluster();
  const crumbs = crumbsOf(usePathname(), { href: paths.overview(key), name }, useSearchParams().get('from'));
  return (
    <nav aria-label="Breadcrumb" className="hidden min-w-0 items-center gap-2 text-small whitespace-nowrap side:flex">
      {crumbs.map(({ name, href }, place) => {
        const last = place === crumbs.length - 1;
        return (
          <Fragment key={href}>
            {place > 0 && (
              <span aria-hidden="true" className="text-line-strong">
                /
              </span>
            )}
            {last ? (
              <span aria-current="page" className="max-w-64 truncate text-text">
                {name}
              </span>
            ) : (
              <Link href={href} prefetch={false} className="max-w-48 truncate text-faint no-underline hover:text-text">
                {name}
              </Link>
            )}
          </Fragment>
        );
      })}
    </nav>
  );
}
