/** The address of a switch's review, below the cluster's. */
export const switchReviewPath = ({ index, alias }: { index: string; alias?: string | undefined }): string =>
  `/indices/switch?${new URLSearchParams({ index, ...(alias === undefined ? {} : { alias }) }).toString()}`;
