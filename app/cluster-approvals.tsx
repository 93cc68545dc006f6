'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { approvalsQuery } from '@/components/queries.ts';
import { paths } from '@/components/paths.ts';
import { samePerson } from '@/lib/contract/person.ts';
import { plural } from '@/lib/format.ts';

/** Below a cluster in the list: the plans there that wait for a second person, and this person's approved ones. */
export function ClusterApprovals({ cluster, name, user }: { cluster: string; name: string; user: string }) {
  const { approvals = [] } = useQuery(approvalsQuery(cluster)).data ?? {};
  const mine = approvals.filter(({ requestedBy }) => samePerson(requestedBy, user));
  const others = approvals.filter((each) => each.state === 'waiting' && !mine.includes(each));
  const waiting = mine.filter(({ state }) => state === 'waiting');
  const sentences = [
    others.length > 0 && `${plural(others.length, 'plan')} ${others.length === 1 ? 'waits' : 'wait'} for approval`,
    waiting.length > 0 && `${plural(waiting.length, 'plan')} of yours ${waiting.length === 1 ? 'waits' : 'wait'}`,
    mine.length > waiting.length && `${plural(mine.length - waiting.length, 'plan')} of yours approved`,
  ].filter((sentence) => sentence !== false);
  if (sentences.length === 0) return null;
  return (
    <p role="status" className="mt-1 px-4 text-small">
      <Link
        href={paths.approvals(cluster)}
        prefetch={false}
        className="link inline-flex min-h-6 items-center max-mid:min-h-11"
      >
        {sentences.join('; ')}
        <span className="sr-only"> on {name}</span>
      </Link>
    </p>
  );
}
