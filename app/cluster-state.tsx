'use client';
import { useQuery } from '@tanstack/react-query';
import { diskLabel, HEALTH } from '@/components/health-labels.ts';
import { failureOf, healthQuery } from '@/components/queries.ts';
import { State } from '@/components/ui/state.tsx';

/** How a cluster is, beside its name in the choice: the one that burns is found without opening all of them. */
export function ClusterState({ cluster }: { cluster: string }) {
  const query = useQuery(healthQuery(cluster));
  if (query.error) {
    return (
      <span className="ml-auto max-w-full min-w-0 text-[13px] [overflow-wrap:anywhere] text-muted">
        <State level="unknown">Unknown</State> {failureOf(query.error).message}
      </span>
    );
  }
  if (query.data === undefined) return <span className="ml-auto text-[13px] text-muted">Asking…</span>;
  const { level, word } = HEALTH[query.data.status];
  return (
    <span className="ml-auto text-[13px] text-muted">
      <State level={level}>{word}</State> disk {diskLabel(query.data).text}
    </span>
  );
}
