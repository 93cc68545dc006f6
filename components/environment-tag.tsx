import type { ClusterColour } from './cluster-context.tsx';

/** The environment in words and in its colour. */
export function EnvironmentTag({ environment, colour }: { environment: string; colour: ClusterColour }) {
  return (
    <span
      data-env={colour}
      className="inline-block max-w-56 truncate rounded border border-env px-1.5 align-middle text-xs leading-5 font-semibold tracking-wider text-env uppercase"
    >
      {environment}
    </span>
  );
}

/** "search-production PRODUCTION": on every page that changes something. */
export function ClusterName({ cluster }: { cluster: { name: string; environment: string; colour: ClusterColour } }) {
  return (
    <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <b className="font-semibold [overflow-wrap:anywhere]">{cluster.name}</b>
      <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
    </span>
  );
}
