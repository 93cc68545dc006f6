/** How many aliases the overview lists where more than the first are wanted; the route gives no more at once. */
export const ROW_LIMIT = 600;
