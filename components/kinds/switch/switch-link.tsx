import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the page that moves an alias to this index; without an index that page asks which. Who may not switch reads why. */
export function SwitchLink({ index = '', alias, ...look }: LinkLook & { index?: string; alias?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.switchTo(key, index, alias)} blocked={useBlocked('switch')} />;
}
