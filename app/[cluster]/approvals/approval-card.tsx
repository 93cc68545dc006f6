import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { CopyRoute } from '@/components/restore/copy-route.tsx';
import { approvalPlanQuery } from '@/components/queries.ts';
import { whyOld } from '@/components/route-request.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { formatList } from '@/lib/format.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { samePerson } from '@/lib/contract/person.ts';
import type { ApprovalPlan, ShownApproval } from '@/lib/contract/reviews.ts';
import { ApprovalActions } from './approval-actions.tsx';
import { ApprovalValidity } from './approval-validity.tsx';
import { PlanNow } from './plan-now.tsx';
import { ReviewedPlan } from './reviewed-plan.tsx';

interface Props {
  approval: ShownApproval;
  /** No other request is open: its button is the page's main one. */
  isOnly: boolean;
  blocked: string | null;
  onChanged: () => void;
}

/** One request: what would be done, whether that is still so, and what this person can do about it. */
export function ApprovalCard({ approval, isOnly, blocked, onChanged }: Props) {
  const cluster = useCluster();
  const query = useQuery(approvalPlanQuery(cluster.key, approval.id));
  const mine = samePerson(approval.requestedBy, cluster.user);
  const now = query.error ? undefined : query.data;
  const review = now !== undefined && 'review' in now ? now.review : approval.review;
  return (
    <>
      <div>
        <h2 className="[overflow-wrap:anywhere]">{shortSentence(approval.summary)}</h2>
        <Requested approval={approval} />
      </div>
      <DocumentsFrom approval={approval} />
      {approval.approvedBy !== null && (
        <>
          <State level="ok">Approved by {approval.approvedBy}</State>
          <ApprovalValidity approval={approval} />
        </>
      )}
      <PlanNow now={now} failure={query.error ? whyOld(query.error) : null} approval={approval} mine={mine} />
      {review && <ReviewedPlan review={review} changed={now?.state === 'changed'} />}
      <p className="flex flex-wrap gap-2">
        {approval.path !== null && (
          <LinkButton
            look={isOnly && mine && approval.approvedBy !== null ? 'primary' : 'plain'}
            href={paths.below(cluster.key, approval.path)}
          >
            Open the review
          </LinkButton>
        )}
        {approval.path !== null && approval.review?.backup && (
          <LinkButton href={paths.backup(approval.from ?? cluster.key, approval.review.backup.id)}>
            Open the backup
          </LinkButton>
        )}
      </p>
      <ApprovalActions
        approval={approval}
        mine={mine}
        isOnly={isOnly}
        blocked={blocked}
        outdated={whyNot(now, query.error ? whyOld(query.error) : null)}
        onChanged={onChanged}
      />
    </>
  );
}

/** Why the plan can't be approved as it is; null: it can. */
function whyNot(now: ApprovalPlan | undefined, failure: string | null): string | null {
  if (failure !== null) return failure;
  switch (now?.state) {
    case undefined:
      return 'The plan is being made again.';
    case 'same':
    case 'unknown':
      return null;
    case 'reading':
      return 'The backup is being read to its end.';
    case 'changed':
      return 'The plan has changed since it was requested.';
    case 'refused':
      return `It can’t be applied now. ${now.reason}`;
    case 'failed':
      return `The plan can’t be made again now: ${now.failure.message}`;
    default:
      return now satisfies undefined;
  }
}

function Requested({ approval: { expiresAt, fingerprint, requestedAt, requestedBy } }: { approval: ShownApproval }) {
  const { key } = useCluster();
  const mayNotRead = useBlocked('read-audit-log');
  const plan = <code>{fingerprint.slice(0, 12)}</code>;
  return (
    <p className="text-small text-muted">
      Requested by {requestedBy} <Time at={requestedAt} />; plan{' '}
      {mayNotRead === null ? (
        <Link className="link" prefetch={false} href={paths.auditLog(key, { text: fingerprint })}>
          {plan}
        </Link>
      ) : (
        plan
      )}
      ; valid until <Time at={expiresAt} show="absolute" />
    </p>
  );
}

/** From which clusters into this one, where documents of others are written to it. Without a role there: not by name. */
function DocumentsFrom({ approval: { mayCome, origins, review } }: { approval: ShownApproval }) {
  const { environment, name, others } = useCluster();
  const sources = others.filter(({ key }) => origins.includes(key));
  const environments = review?.originEnvironments ?? [];
  return (
    <>
      {sources.map((source) => (
        <CopyRoute key={source.key} source={{ ...source, sameCluster: false }} />
      ))}
      {sources.length === 0 && environments.length > 0 && (
        <p className="[overflow-wrap:anywhere]">
          The documents come from another cluster ({formatList(environments)}), and are written to {name} ({environment}
          ).
        </p>
      )}
      {mayCome !== null && <p className="[overflow-wrap:anywhere]">{mayCome}</p>}
    </>
  );
}
