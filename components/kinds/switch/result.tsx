import type { SwitchResult } from '@/lib/kinds/switch/schema.ts';
import { BeforeAfter } from '../../before-after.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** What the alias pointed to before and after. */
export function AliasMoved({ result, detail }: ResultProps<SwitchResult>) {
  return (
    <Panel
      title={result.after.length === 0 ? `The alias ${result.alias} was deleted` : `${result.alias} switched`}
      tone={detail.row.warning === undefined ? 'plain' : 'warn'}
    >
      <BeforeAfter before={detail.moved?.last.from ?? result.before} after={detail.moved?.last.to ?? result.after} />
    </Panel>
  );
}
