interface ChangeAsked {
  change: 'add' | 'remove';
  alias: string;
  index: string;
  /** The only index so far gets the write flag. */
  keepWrites?: 'yes' | undefined;
}

/** The address of its review, below the cluster's. */
export const changeAliasReviewPath = ({ change, alias, index, keepWrites }: ChangeAsked): string =>
  `/alias/${encodeURIComponent(alias)}/${change}?${new URLSearchParams({ index, ...(keepWrites === undefined ? {} : { writes: 'keep' }) }).toString()}`;
