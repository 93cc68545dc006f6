import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton, type LinkLook } from '../../ui/button.tsx';

/** To the page that backs up: one alias, or what is chosen there. Who may not back up reads why. */
export function BackUpLink({ alias, ...look }: LinkLook & { alias?: string }) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.backUp(key, { alias })} blocked={useBlocked('back-up')} />;
}
