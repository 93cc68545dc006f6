import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the switch of an alias to this index, or to the choice of an index. Disabled with the reason for a role that may not switch. */
export function SwitchLink({ index = '', alias, ...look }: LinkLook & { index?: string; alias?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.switchTo(key, index, alias)} blocked={useBlocked('switch')} />;
}
