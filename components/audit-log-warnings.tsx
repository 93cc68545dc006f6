import type { AuditLogWarning } from '@/lib/contract/audit-log.ts';
import { Notice } from './ui/notice.tsx';

/** Before changes are refused, because they can't be recorded. */
export function AuditLogWarnings({ warnings }: { warnings: readonly AuditLogWarning[] }) {
  return warnings.map(({ title, detail }) => (
    <Notice key={title} tone="warn" live="status" title={title} className="mb-3.5">
      <p>{detail}</p>
    </Notice>
  ));
}
