import Link from 'next/link';
import type { BreakGlassUse } from '@/lib/contract/break-glass.ts';
import { useCluster } from './cluster-context.tsx';
import { paths } from './paths.ts';
import { Notice } from './ui/notice.tsx';
import { Time } from './ui/time.tsx';

/** Every use of break-glass: moved without the approval of a second person. */
export function BreakGlassNotice({ entries, className }: { entries: readonly BreakGlassUse[]; className?: string }) {
  const cluster = useCluster();
  if (entries.length === 0) return null;
  return (
    <Notice tone="bad" title="Break-glass used: no second person approved this" className={className}>
      <ul className="flex flex-col gap-1.5">
        {entries.map(({ id, at, by, reason, title, job }) => (
          <li key={id}>
            {job === null ? (
              <b className="font-semibold">{title}</b>
            ) : (
              <Link className="link font-semibold" prefetch={false} href={paths.job(cluster.key, job)}>
                {title}
              </Link>
            )}
            , by {by}, <Time at={at} />: “{reason}”{job === null && ' It was not started.'}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
