import { CountChart } from '@/components/charts/count-chart.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useNow } from '@/components/ui/use-now.ts';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import { shortIndexName } from '@/lib/format.ts';

const DAY_S = 24 * 3_600;

/** The last 24 hours. Counts are recorded of aliases: of this index while an alias pointed to it alone. */
export function CountCard({
  history: { alias, changes, watched },
  name,
  lost,
}: {
  history: NonNullable<IndexPage['history']>;
  name: string;
  lost: boolean;
}) {
  const now = useNow(60);
  const to = Math.floor((now ?? Date.parse('1970-01-02')) / 1000);
  return (
    <Panel
      title="Documents over the last 24 hours"
      tag={<span className="text-small text-faint">as recorded while {alias} pointed to it alone</span>}
    >
      <div className="relative min-h-44 overflow-x-clip">
        {now !== null && (
          <CountChart
            alias={shortIndexName(name)}
            changes={changes}
            watched={watched}
            span={{ from: to - DAY_S, to }}
            tone={lost ? 'bad' : 'plain'}
            backup={null}
            loss={null}
          />
        )}
      </div>
    </Panel>
  );
}
