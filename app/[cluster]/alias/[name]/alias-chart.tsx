'use client';
import { Panel } from '@/components/ui/panel.tsx';
import { useNow } from '@/components/ui/use-now.ts';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import { at } from '@/lib/contract/by-name.ts';
import { CountChart } from '@/components/charts/count-chart.tsx';

const DAY_S = 24 * 3_600;

/** The documents in the indices of the alias over the last day, as far as they were watched. */
export function AliasChart({ page: { alias, counts, group, takenAt } }: { page: AliasPage }) {
  const now = useNow(60) ?? Date.parse(takenAt);
  const changes = at(counts.counts, alias) ?? [];
  const to = Math.floor(now / 1000);
  const lost = group?.flags.some((flag) => flag.lost) ?? false;
  return (
    <Panel title="Documents over the last 24 hours" tag={<span className="text-small text-faint">in its indices</span>}>
      {changes.some(([, , documents]) => documents !== null) ? (
        <CountChart
          alias={alias}
          changes={changes}
          watched={counts.watched}
          span={{ from: to - DAY_S, to }}
          tone={lost ? 'bad' : 'plain'}
          backup={null}
          loss={null}
        />
      ) : (
        <p className="text-muted">
          {counts.watched.length === 0
            ? 'Restore Desk has not watched this cluster in the last 24 hours.'
            : `Restore Desk has not seen documents through ${alias} in the last 24 hours.`}
        </p>
      )}
    </Panel>
  );
}
