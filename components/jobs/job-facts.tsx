import Link from 'next/link';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { paths } from '../paths.ts';
import { Fact, Facts, Panel } from '../ui/index.ts';

/** What it was told to do. */
export function JobFacts({ cluster, detail }: { cluster: string; detail: JobDetail }) {
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
          <Link className="link" prefetch={false} href={paths.backup(cluster, detail.backup)}>
            The backup
          </Link>
        </p>
      )}
    </Panel>
  );
}
