import { configuredClustersIn } from '../config/for-command-line.ts';
import type { ConfiguredCluster, ReplayTarget } from '../config/configuration.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

export interface NamedReplayTarget {
  cluster: ConfiguredCluster;
  target: ReplayTarget;
}

/**
 * The target of the configuration that a replay names, as `name` or `cluster/name`; null: it names an address. Throws
 * `invalid_input` where no target, or more than one, has this name.
 */
export function replayTargetOf(args: Arguments, environment: NodeJS.ProcessEnv): NamedReplayTarget | null {
  if (args.verb.name !== 'replay') return null;
  const named = args.positionals[0]!;
  if (/^https?:\/\//i.test(named)) return null;
  const all = configuredClustersIn(environment).flatMap((cluster) =>
    (cluster.replay?.targets ?? []).map((target) => ({ cluster, target })),
  );
  const found = all.filter(({ cluster, target }) => named === target.name || named === `${cluster.key}/${target.name}`);
  if (found.length === 1) return found[0]!;
  const names = all.map(({ cluster, target }) => `${cluster.key}/${target.name}`).join(', ');
  throw usageError(
    found.length > 1 ? `“${named}” is a target of several clusters.` : `There is no replay target “${named}”.`,
    args.verb.name,
    names === ''
      ? 'Give an address like http://search.example.org:3009, or configure one: clusters.<key>.replay.targets.'
      : `Give an address, or one of ${names}.`,
  );
}
