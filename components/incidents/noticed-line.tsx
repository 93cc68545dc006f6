'use client';
import Link from 'next/link';
import type { Incident } from '@/lib/contract/incident.ts';
import { formatUtcToday } from '@/lib/format.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';

/** "Incident 12, noticed at 06:49 UTC, acknowledged by ann": in a sentence of a page that says what it is about. */
export function NoticedLine({ incident, now }: { incident: Incident; now: number }) {
  const { key } = useCluster();
  const { acknowledged, id, noticedAt } = incident;
  return (
    <>
      <Link className="link underline" href={paths.incident(key, id)} prefetch={false}>
        Incident {id}
      </Link>
      , noticed at {formatUtcToday(noticedAt, now)},{' '}
      {acknowledged === null ? 'not acknowledged' : `acknowledged by ${acknowledged.by}`}.
    </>
  );
}
