/** How many aliases the overview lists where more than the first are wanted; the route gives no more at once. */
export const MOST_ROWS = 600;
