import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the page that deletes what is left over: of every alias, or of one. Who may not clean up reads why. */
export function CleanUpLink({ alias, ...look }: LinkLook & { alias?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.cleanUp(key, { aliases: alias })} blocked={useBlocked('clean-up')} />;
}
