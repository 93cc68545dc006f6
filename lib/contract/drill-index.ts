/** Restore drills write into indices of these names only. No time is in them: clean up takes such names for a group. */
const DRILL_PREFIX = 'restore-desk-drill-';

/** `key`: 12 hexadecimal digits. */
export const drillIndexName = (key: string): string => `${DRILL_PREFIX}${key}`;

/** Whether an index is the throw-away index of a drill, by its name. */
export const isDrillIndex = (name: string): boolean => /^restore-desk-drill-[0-9a-f]{12}$/.test(name);

/** Of a list of the cluster's indices. */
export const DRILL_PATTERN = `${DRILL_PREFIX}*`;
