import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { TypedConfirm } from '@/components/ui/typed-confirm.tsx';
import { formatList } from '@/lib/format.ts';
import { isTyped, textToType } from '@/lib/index-to-type.ts';
import type { DeleteIndexPlan } from '@/lib/kinds/delete-index/schema.ts';
import { shortName } from '../short-name.ts';

interface Props {
  plan: DeleteIndexPlan;
  whyOld: string | null;
  pending: boolean;
  onDelete: (typed: string) => void;
}

/** The typed name and the button; for an index with an alias, what to do first. */
export function Confirmation({ plan, whyOld, pending, onDelete }: Props) {
  const { key } = useCluster();
  const mayNot = useBlocked('clean-up');
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  if (plan.aliases.length > 0) return <AliasFirst plan={plan} />;
  const { typeToConfirm } = plan;
  return (
    <Panel title="Confirm the deletion" tone="bad">
      <div className="max-w-xl">
        <TypedConfirm
          name={textToType(typeToConfirm)}
          accepts={(typed) => isTyped(typed, typeToConfirm)}
          ask="Type the name of the index to delete it"
          hint={typeToConfirm.short !== null && 'Alias and id. The full name is accepted too.'}
          verb={`Delete ${shortName(plan.index)}`}
          pending={pending && 'Deleting the index…'}
          blocked={mayNot ?? (refusal ? `${refusal.title}: see the checks.` : null) ?? whyOld}
          onConfirm={onDelete}
          beside={
            <LinkButton look="quiet" size="large" href={paths.index(key, plan.index)}>
              Keep it
            </LinkButton>
          }
        />
      </div>
    </Panel>
  );
}

const LINKS = 5;

function AliasFirst({ plan: { aliases } }: { plan: DeleteIndexPlan }) {
  const { key } = useCluster();
  return (
    <Notice
      tone="bad"
      title={`${formatList(aliases)} ${aliases.length === 1 ? 'points' : 'point'} to it, so it can’t be deleted`}
      actions={aliases.slice(0, LINKS).map((alias) => (
        <LinkButton key={alias} href={paths.alias(key, alias)}>
          Open the alias {alias}
        </LinkButton>
      ))}
    >
      <p>Switch the alias first, or remove the index from it.</p>
    </Notice>
  );
}
