import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { Permission } from '@/lib/kinds/kinds.ts';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { kindViews } from '../kinds/kinds.ts';
import { paths } from '../paths.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

interface JobOutcomeProps {
  detail: JobDetail;
  onResume: () => void;
  resuming: boolean;
}

const TITLES: Record<string, string> = {
  failed: 'It failed',
  cancelled: 'It was cancelled',
  interrupted: 'It was interrupted',
};

/** How a job ended that did not succeed, and what to do now. */
export function JobOutcome(props: JobOutcomeProps) {
  const cluster = useCluster();
  const { detail } = props;
  const { failure, row, why } = detail;
  const title = TITLES[row.status];
  if (title === undefined) return null;
  const resumed = detail.followedBy[0];
  return (
    <Notice
      tone={row.status === 'failed' ? 'bad' : 'warn'}
      live={row.status === 'failed' ? 'alert' : 'status'}
      title={title}
      className="mb-3.5"
      actions={
        resumed ? (
          <LinkButton href={paths.job(cluster.key, resumed.id)}>Open job {resumed.id}, which continued it</LinkButton>
        ) : (
          <ResumeOptions {...props} />
        )
      }
    >
      {failure && (
        <>
          <p>{failure.message}</p>
          {failure.hint && <p className="text-muted">{failure.hint}</p>}
        </>
      )}
      {row.status === 'cancelled' && <p>{row.outcome}</p>}
      {why && <p>{why}</p>}
      <p className="text-muted">{detail.aftermath}</p>
      {!resumed && cluster.protected && detail.restore?.switchAlias && (
        <p className="text-muted">
          {cluster.name} is protected: the resumed job does not switch the alias. Switch it afterwards.
        </p>
      )}
    </Notice>
  );
}

/** Resumes the job, or plans it again on its own page; and what else its kind offers. */
function ResumeOptions({ detail, onResume, resuming }: JobOutcomeProps) {
  const cluster = useCluster();
  const { permission, takeUp } = detail;
  const mayNot = useBlocked(permission as Permission);
  const ResumeAction = kindViews.get(detail.row.kind)?.ResumeAction;
  return (
    <>
      {takeUp?.how === 'resume' && (
        <Button look="primary" blocked={mayNot ?? takeUp.refused} pending={resuming && 'Starting…'} onClick={onResume}>
          {takeUp.label}
        </Button>
      )}
      {takeUp?.how === 'review' && (
        <LinkButton href={paths.below(cluster.key, takeUp.path)} blocked={mayNot}>
          {takeUp.label}
        </LinkButton>
      )}
      {ResumeAction && <ResumeAction detail={detail} />}
    </>
  );
}
