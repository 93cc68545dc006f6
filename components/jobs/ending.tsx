import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { Blocked, ClusterWords } from '../blocked.ts';
import { kindViews } from '../kinds/kinds.ts';
import { paths } from '../paths.ts';
import { Button, LinkButton, Notice } from '../ui/index.ts';

interface EndingProps {
  detail: JobDetail;
  cluster: ClusterWords;
  blocked: Blocked;
  onResume: () => void;
  resuming: boolean;
}

const TITLES: Record<string, string> = {
  failed: 'It failed',
  cancelled: 'It was cancelled',
  interrupted: 'It was interrupted',
};

/** How it ended, if it ended other than well, and what to do now. */
export function Ending(props: EndingProps) {
  const { cluster, detail } = props;
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
          <LinkButton href={paths.job(cluster.key, resumed.id)}>
            Go to job {resumed.id}, which took it up again
          </LinkButton>
        ) : (
          <WaysOn {...props} />
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
          {cluster.name} is protected: resumed, it leaves the alias where it is. Move it afterwards, with a switch.
        </p>
      )}
    </Notice>
  );
}

/** Resume it, or plan it again on its own page; and what else its kind offers. */
function WaysOn({ blocked, cluster, detail, onResume, resuming }: EndingProps) {
  const { permission, takeUp } = detail;
  const mayNot = blocked[permission];
  const TakeUp = kindViews.get(detail.row.kind)?.TakeUp;
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
      {TakeUp && <TakeUp detail={detail} cluster={cluster} />}
    </>
  );
}
