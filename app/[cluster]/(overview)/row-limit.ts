/** Most aliases that the overview lists on request; the route returns no more at once. */
export const ROW_LIMIT = 600;
