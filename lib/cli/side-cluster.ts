import { redactingCluster } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client/client.ts';
import type { OtherCluster } from '../kinds/compare/plan.ts';
import { connectionOf } from './connection.ts';
import type { Arguments } from './parse-arguments.ts';
import type { Terminal } from './terminal.ts';

/** The cluster that an option such as --right-cluster names, by its key or address; the caller closes it. Throws `invalid_input`. */
export function openSideCluster(
  addressOrKey: string,
  { args, environment, terminal }: { args: Arguments; environment: NodeJS.ProcessEnv; terminal: Terminal },
): OtherCluster {
  const { configured, connection, warnings } = connectionOf(addressOrKey, args, environment, { beside: true });
  for (const warning of warnings) terminal.print(`Warning: ${warning}`);
  return {
    key: configured?.key ?? null,
    name: configured?.name ?? connection.url,
    cluster: redactingCluster(connect(connection)),
  };
}
