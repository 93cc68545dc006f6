'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname, useSearchParams } from 'next/navigation';
import { samePerson } from '@/lib/contract/person.ts';
import type { ShownApproval } from '@/lib/contract/reviews.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { approvalsQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { useNow } from '@/components/ui/use-now.ts';

/** What became of this person's requests, on every page but those that show it themselves: with the way back to the plan. */
export function ApprovalNews() {
  const { approval, key, user } = useCluster();
  const query = useQuery({ ...approvalsQuery(key), enabled: approval });
  const now = useNow();
  const here = useIsHere();
  const { approvals = [], ended = [] } = query.data ?? {};
  const mine = (each: ShownApproval) => samePerson(each.requestedBy, user) && !here(each.path);
  // A declined request is news for as long as it would have been valid.
  const isNews = (each: ShownApproval) =>
    now !== null && Date.parse(each.expiresAt) > now && !askedAgain(each, [...approvals, ...ended]);
  const given = approvals.filter((each) => each.state === 'approved' && mine(each));
  const lost = ended.filter(
    (each) => (each.state === 'declined' || each.state === 'removed') && mine(each) && isNews(each),
  );
  if (given.length + lost.length === 0) return null;
  return (
    <div className="mb-4 flex flex-col gap-2">
      {given.map((each) => (
        <News
          key={each.id}
          approval={each}
          tone="ok"
          title={`${each.approvedBy ?? 'A second person'} approved your plan`}
        />
      ))}
      {lost.map((each) => (
        <News
          key={each.id}
          approval={each}
          tone="warn"
          title={
            each.state === 'declined'
              ? `${each.end?.by ?? 'A second person'} declined your plan`
              : 'The approval of your plan has ended'
          }
        />
      ))}
    </div>
  );
}

/** A later request for the same review replaces this one. */
const askedAgain = ({ id, path, requestedBy }: ShownApproval, all: readonly ShownApproval[]): boolean =>
  all.some((each) => Number(each.id) > Number(id) && each.path === path && samePerson(each.requestedBy, requestedBy));

function News({ approval, tone, title }: { approval: ShownApproval; tone: 'ok' | 'warn'; title: string }) {
  const { key } = useCluster();
  return (
    <Notice
      tone={tone}
      live="status"
      title={title}
      actions={
        <LinkButton size="small" href={approval.path === null ? paths.approvals(key) : paths.below(key, approval.path)}>
          {approval.path === null ? 'Open the approvals' : 'Open the review'}
        </LinkButton>
      }
    >
      <p>
        {approval.summary} {tone === 'warn' && approval.over}
      </p>
    </Notice>
  );
}

/** Whether the page that is open is the review with this path, or the list of approvals. */
function useIsHere(): (path: string | null) => boolean {
  const { key } = useCluster();
  const page = usePathname();
  const search = useSearchParams();
  return (path) => {
    if (page === paths.approvals(key)) return true;
    if (path === null) return false;
    const review = new URL(paths.below(key, path), 'http://here');
    return page === review.pathname && [...review.searchParams].every(([name, value]) => search.get(name) === value);
  };
}
