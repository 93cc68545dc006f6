'use client';
import { useQueryStates } from 'nuqs';
import { useCluster } from '@/components/cluster-context.tsx';
import { apiPath } from '@/components/paths.ts';
import { buttonClass } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { auditLogAddress } from './address.ts';

/** Every line that the filter shows, as a file: one JSON object a line. */
export function ExportLink() {
  const { key } = useCluster();
  const [{ outcome, text }] = useQueryStates(auditLogAddress);
  return (
    <a
      href={apiPath(key, ['audit-log'], { outcome: outcome ?? undefined, text: text ?? undefined })}
      download
      className={buttonClass()}
    >
      <Icon name="download" /> Export NDJSON
    </a>
  );
}
