import Link from 'next/link';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { formatDuration } from '@/lib/format.ts';
import { secondsOf } from '@/lib/present/job-duration.ts';
import { useCluster } from '../cluster-context.tsx';
import { AliasName } from '../alias-name.tsx';
import { IndexName } from '../index-name.tsx';
import { paths } from '../paths.ts';
import { Fact, Facts, Panel } from '../ui/panel.tsx';
import { Time } from '../ui/time.tsx';

/** What the job works on, and when it ran. */
export function JobFacts({ detail }: { detail: JobDetail }) {
  const cluster = useCluster();
  const { backup, facts, row } = detail;
  const seconds = secondsOf(row);
  return (
    <Panel title="Details">
      <Facts>
        {facts.map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            <FactValue fact={fact} />
          </Fact>
        ))}
        <Fact name={row.startedAt === null ? 'Requested' : 'Started'}>
          <Time at={row.startedAt ?? row.createdAt} precision="seconds" show="absolute" />
        </Fact>
        {seconds !== null && <Fact name="Took">{formatDuration(seconds)}</Fact>}
        <Fact name="Job">
          {row.id}
          {row.follows !== null && (
            <>
              , after{' '}
              <Link className="link" prefetch={false} href={paths.job(cluster.key, row.follows)}>
                job {row.follows}
              </Link>
            </>
          )}
        </Fact>
      </Facts>
      {backup && (
        <p className="mt-3">
          <Link
            className="link inline-flex min-h-6 items-center max-mid:min-h-11"
            prefetch={false}
            href={paths.backup(cluster.key, backup)}
          >
            Open the backup
          </Link>
        </p>
      )}
    </Panel>
  );
}

function FactValue({ fact: { code, of, value } }: { fact: JobDetail['facts'][number] }) {
  if (of === 'alias') return <AliasName name={value} />;
  return code ? <Names text={value} plain={of !== 'index'} /> : value;
}

/** One name of an index, or several with commas. */
function Names({ text, plain }: { text: string; plain: boolean }) {
  return text.split(', ').map((name, place) => (
    <span key={name}>
      {place > 0 && ', '}
      <IndexName name={name} plain={plain} />
    </span>
  ));
}
