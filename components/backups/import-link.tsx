import { useBlocked, useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { LinkButton, type LinkLook } from '../ui/button.tsx';

/** To the page that uploads backups. Disabled with the reason for a role that may not import them. */
export function ImportLink(look: LinkLook) {
  const { key } = useCluster();
  return <LinkButton {...look} href={paths.importBackups(key)} blocked={useBlocked('import')} />;
}
