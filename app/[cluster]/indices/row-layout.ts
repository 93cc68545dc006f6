/** Rows have fixed heights, so that 5,000 of them can be laid out without being drawn. Keep these and the classes together. */
export const HEIGHTS = { group: { wide: 44, narrow: 52 }, entry: { wide: 46, narrow: 68 } };
export const GROUP_HEIGHT = 'h-[52px] mid:h-[44px]';
export const ENTRY_HEIGHT = 'h-[68px] mid:h-[46px]';

/** From `side` on with a bar. On a phone two lines, with the menu beside both. */
export const COLUMNS =
  'mid:grid-cols-[minmax(190px,1.3fr)_minmax(104px,1fr)_84px_80px_88px_112px_36px] side:grid-cols-[minmax(200px,1.3fr)_minmax(120px,1fr)_132px_92px_84px_96px_118px_36px]';
