'use client';
import type { Incident } from '@/lib/contract/incident.ts';
import { Fact } from '../ui/panel.tsx';
import { useNow } from '../ui/use-now.ts';
import { NoticedLine } from './noticed-line.tsx';

/** The open incident about what a page shows. Nothing where there is none. */
export function IncidentFact({ incident }: { incident: Incident | null | undefined }) {
  const now = useNow();
  if (!incident) return null;
  return (
    <Fact name="Incident">
      <span className="[overflow-wrap:anywhere]">
        <NoticedLine incident={incident} now={now ?? Date.parse(incident.noticedAt)} />
      </span>
    </Fact>
  );
}
