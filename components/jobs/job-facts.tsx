import Link from 'next/link';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { Fact, Facts, Panel } from '../ui/panel.tsx';

/** The job's input. */
export function JobFacts({ detail }: { detail: JobDetail }) {
  const cluster = useCluster();
  return (
    <Panel title="What it works on">
      <Facts>
        {detail.facts.map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            {fact.code ? <code>{fact.value}</code> : fact.value}
          </Fact>
        ))}
      </Facts>
      {detail.backup && (
        <p className="mt-3">
          <Link className="link" prefetch={false} href={paths.backup(cluster.key, detail.backup)}>
            The backup
          </Link>
        </p>
      )}
    </Panel>
  );
}
