/** Rows have fixed heights, so that 5,000 of them can be laid out without being drawn. Keep these and the classes together. */
export const HEIGHTS = { group: { wide: 46, narrow: 84 }, entry: { wide: 40, narrow: 92 } };

export const COLUMNS = 'mid:grid-cols-[minmax(0,1fr)_92px_84px_108px_236px_72px_104px]';
