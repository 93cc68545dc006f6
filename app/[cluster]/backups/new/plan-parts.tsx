import { IndexName } from '@/components/index-name.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import type { Check } from '@/lib/contract/plan.ts';
import type { ShownBackupPlan } from '@/lib/kinds/backup/schema.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';

interface ShownPlan extends Pick<ShownBackupPlan, 'long'> {
  checks: Check[];
  indices: readonly unknown[];
}

export const countOf = (plan: ShownPlan): number => plan.long?.indices ?? plan.indices.length;

const checksOf = (plan: ShownPlan, level: 'refuse' | 'warn') => plan.checks.filter((check) => check.level === level);

/** Why this plan can't be applied; null: it can. */
export function whyNot(plan: ShownPlan, nothing: string): string | null {
  const refused = checksOf(plan, 'refuse');
  if (refused.length > 0) return `Refused: ${refused.map((check) => check.title).join('; ')}.`;
  return plan.indices.length === 0 ? nothing : null;
}

/** What a plan refuses and warns of. */
export function PlanChecks({ plan }: { plan: ShownPlan }) {
  return (
    <>
      {[...checksOf(plan, 'refuse'), ...checksOf(plan, 'warn')].map((check) => (
        <Notice key={check.id} tone={check.level === 'refuse' ? 'bad' : 'warn'} className="mb-2" title={check.title}>
          <p>{check.detail}</p>
          {check.hint && <p className="text-muted">{check.hint}</p>}
        </Notice>
      ))}
      {plan.long !== undefined && plan.checks.length < plan.long.checks && (
        <p className="mb-2 text-small text-muted">
          The first {formatCount(plan.checks.length)} of {formatCount(plan.long.checks)} checks.
        </p>
      )}
    </>
  );
}

interface IndexTableProps {
  label: string;
  indices: readonly {
    index: string;
    uuid: string;
    /** The alias that it is shown under, if any. */
    alias?: string | undefined;
    documents: number | null;
    primaryBytes: number | null;
  }[];
  /** How many there are, where these are the first of them. */
  all: number;
}

export function IndexTable({ label, indices, all }: IndexTableProps) {
  return (
    <div className="mb-3 max-h-96 overflow-y-auto">
      <Table label={label}>
        <Head>
          <Column>Index</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Size</Column>
        </Head>
        <Body>
          {indices.map((entry) => (
            <Row key={entry.uuid}>
              <Cell>
                <IndexName name={entry.index} alias={entry.alias} />
              </Cell>
              <Cell numeric label="Documents">
                {formatCount(entry.documents)}
              </Cell>
              <Cell numeric label="Size">
                {formatBytes(entry.primaryBytes)}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {indices.length < all && (
        <p className="py-2 text-small text-muted">
          The first {formatCount(indices.length)} of {formatCount(all)}.
        </p>
      )}
    </div>
  );
}
