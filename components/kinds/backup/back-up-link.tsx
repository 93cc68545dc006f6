import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the page of a new backup, with one alias selected or none. Disabled with the reason for a role that may not back up. */
export function BackUpLink({ alias, ...look }: LinkLook & { alias?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.backUp(key, { alias })} blocked={useBlocked('back-up')} />;
}
