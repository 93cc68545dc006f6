import { plural } from '@/lib/format.ts';
import type { VerifyRepositoryResult } from '@/lib/kinds/verify-repository/schema.ts';
import { VerifiedNodes } from '../../repositories/verified-nodes.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { ResultProps } from '../kind-view.ts';

/** The nodes that wrote a file to the repository and read it. */
export function RepositoryVerified({ result: { nodes, repository } }: ResultProps<VerifyRepositoryResult>) {
  return (
    <Panel title={`${plural(nodes.length, 'node')} can use ${repository}`} tone="ok">
      <VerifiedNodes verified={nodes} />
    </Panel>
  );
}
