'use client';
import { useCluster } from '@/components/cluster-context.tsx';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { SelectField } from '@/components/ui/field.tsx';

interface Props {
  name: 'left' | 'right';
  /** The key of another cluster; undefined: that of the page. */
  cluster: string | undefined;
  onCluster: (cluster: string | undefined) => void;
}

/** The cluster of a side: that of the page first, then the others on which the person has a role. Nothing where there are none. */
export function ChooseCluster({ name, cluster, onCluster }: Props) {
  const own = useCluster();
  const { others } = own;
  if (others.length === 0 && cluster === undefined) return null;
  const chosen = cluster === undefined ? own : others.find(({ key }) => key === cluster);
  return (
    <div className="flex items-end gap-3 px-4 pt-3 mid:px-5">
      <SelectField
        label={`Cluster of the ${name} index`}
        className="min-w-0 flex-1"
        value={cluster ?? own.key}
        onChange={({ target: { value } }) => onCluster(value === own.key ? undefined : value)}
      >
        {[own, ...others].map(({ environment, key, name }) => (
          <option key={key} value={key}>
            {name} ({environment})
          </option>
        ))}
        {chosen === undefined && <option value={cluster}>{cluster}</option>}
      </SelectField>
      {chosen && (
        <span className="pb-2.5">
          <EnvironmentTag environment={chosen.environment} colour={chosen.colour} />
        </span>
      )}
    </div>
  );
}
