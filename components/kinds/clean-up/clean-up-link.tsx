import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the clean-up, of every alias or of one. Disabled with the reason for a role that may not clean up. */
export function CleanUpLink({ alias, ...look }: LinkLook & { alias?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.cleanUp(key, { aliases: alias })} blocked={useBlocked('clean-up')} />;
}
