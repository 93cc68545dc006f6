import type { Change } from '../../contract/carried.ts';

/** What the page of carrying changes forward asks for. `comparison`: the number of a job. */
export interface CarryForwardAddress {
  comparison: string;
  to?: string | undefined;
  changes?: readonly Change[];
  query?: string | undefined;
}

/** The address of its review, below the cluster's. */
export function carryForwardPath({ comparison, to, changes, query }: CarryForwardAddress): string {
  const words = new URLSearchParams({
    ...(to === undefined ? {} : { to }),
    ...(changes === undefined || changes.length === 0 ? {} : { changes: changes.join(',') }),
    ...(query === undefined || query === '' ? {} : { query }),
  }).toString();
  return `/jobs/${comparison}/carry-forward${words === '' ? '' : `?${words}`}`;
}

/** The address of the review of undoing a job, below the cluster's. */
export const undoCarryForwardPath = (job: string): string => `/jobs/${job}/undo-carry-forward`;
