/** What the page of a replay asks for, as words of its address; it may be incomplete. */
export interface ReplayAddress {
  /** Of the configuration. */
  target?: string | undefined;
  alias?: string | undefined;
  /** The restore whose index it is for. */
  job?: string | undefined;
  /** Captures that are left out: paths below the folder, or a server's folder with a slash at its end; one a line. */
  without?: string | undefined;
  from?: string | undefined;
  /** `end`: to the end of the captures. */
  to?: string | undefined;
  speed?: string | undefined;
  /** Requests per second, where the speed is fixed. */
  rate?: string | undefined;
  concurrency?: string | undefined;
  /** Whether requests that name an old index of the alias go to the restored one. */
  map?: string | undefined;
}

/** The address of its page, below the cluster's. */
export function replayReviewPath(address: ReplayAddress): string {
  const words = new URLSearchParams(
    Object.entries(address).filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== ''),
  ).toString();
  return `/replay${words === '' ? '' : `?${words}`}`;
}
