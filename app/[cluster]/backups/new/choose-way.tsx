import { CheckField, FieldGroup } from '@/components/ui/field.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { BackupWay, Recommendation } from '@/lib/present/recommended-backup.ts';

interface Props {
  way: BackupWay;
  /** null: too little is known yet. */
  recommendation: Recommendation | null;
  onChange: (way: BackupWay) => void;
}

/** A zip file or a snapshot. The one that fits is recommended, with its reason; either can be chosen. */
export function ChooseWay({ way, recommendation, onChange }: Props) {
  return (
    <Panel title="Zip file or snapshot">
      <FieldGroup legend={<span className="sr-only">Back up as</span>}>
        {WAYS.map(({ id, label, about }) => {
          const reason = recommendation?.way === id ? recommendation.reason : null;
          return (
            <CheckField
              key={id}
              type="radio"
              name="way"
              checked={way === id}
              onChange={() => onChange(id)}
              label={
                <span className="inline-flex flex-wrap items-baseline gap-x-2.5">
                  <b className="font-medium">{label}</b>
                  {reason !== null && <span className="text-small font-medium text-muted">Recommended</span>}
                </span>
              }
              hint={
                <>
                  {about}
                  {reason !== null && <span className="block text-text">{reason}</span>}
                </>
              }
            />
          );
        })}
      </FieldGroup>
    </Panel>
  );
}

const WAYS = [
  { id: 'zip', label: 'Zip file', about: 'Restore Desk reads every document and writes one file for each index.' },
  {
    id: 'snapshot',
    label: 'Snapshot',
    about: 'Every node copies its own shards into a repository of the cluster, and only what is new.',
  },
] as const;
