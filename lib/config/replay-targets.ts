import type { ConfiguredCluster, ReplayTarget } from './configuration.ts';

/** Finds a cluster's replay target by its name; null: there is none of this name. */
export const replayTargetsOf =
  ({ replay }: ConfiguredCluster): ((name: string) => ReplayTarget | null) =>
  (name) =>
    replay?.targets.find((target) => target.name === name) ?? null;
