'use client';
import { useQuery } from '@tanstack/react-query';
import { diskLabel, HEALTH } from '@/components/health-labels.ts';
import { healthQuery } from '@/components/queries.ts';
import { failureOf } from '@/components/route-request.ts';
import { State } from '@/components/ui/state.tsx';

/** A cluster's health beside its name in the list, so that the one in trouble is found without opening each. */
export function ClusterState({ cluster }: { cluster: string }) {
  const query = useQuery(healthQuery(cluster));
  if (query.error) {
    return (
      <span className="max-w-full min-w-0 text-small [overflow-wrap:anywhere] text-muted">
        <State level="unknown">Unknown</State> {failureOf(query.error).message}
      </span>
    );
  }
  if (query.data === undefined) return <span className="text-small text-muted">Checking…</span>;
  const { level, word } = HEALTH[query.data.status];
  return (
    <span className="flex flex-wrap gap-x-4 text-small text-muted">
      <State level={level} strong>
        {word}
      </State>
      <span>disk {diskLabel(query.data).text}</span>
    </span>
  );
}
