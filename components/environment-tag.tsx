import type { ClusterColour } from './cluster-context.tsx';

/** The environment in words and in its colour, which is never a state's colour. */
export function EnvironmentTag({ environment, colour }: { environment: string; colour: ClusterColour }) {
  return (
    <span
      data-env={colour}
      className="inline-flex max-w-56 min-w-0 items-center gap-1.5 align-middle text-caption whitespace-nowrap text-env"
    >
      <span aria-hidden="true" className="size-2 flex-none rounded-[2px] bg-current" />
      <span className="truncate first-letter:uppercase">{environment}</span>
    </span>
  );
}

/** "search-production ■ Production": on every page that changes something. */
export function ClusterName({ cluster }: { cluster: { name: string; environment: string; colour: ClusterColour } }) {
  return (
    <span className="inline-flex max-w-full min-w-0 flex-wrap items-center gap-x-2">
      <b className="font-medium [overflow-wrap:anywhere] text-text">{cluster.name}</b>
      <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
    </span>
  );
}
