import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { LinkButton } from '../ui/button.tsx';
import { Panel } from '../ui/panel.tsx';

/** `name`: of a repository that is registered now. */
export function AfterRepositoryJob({ name, children }: { name?: string | undefined; children: string }) {
  const { key } = useCluster();
  return (
    <Panel title="What to do next">
      <p className="mb-3 text-muted">{children}</p>
      <div className="flex flex-col gap-2">
        <LinkButton look="primary" href={paths.repositories(key, name)}>
          Open {name === undefined ? 'the repositories' : 'the repository'}
        </LinkButton>
      </div>
    </Panel>
  );
}
