/**
 * Every series costs the server that scrapes memory for hours. The labels of most are kinds, states and the configuration's names;
 * those that a cluster or a person names are limited, to the first by name. Aliases that are left out are counted.
 */
export const MOST_ALIASES = 5_000;
/** Of one cluster, as of aliases. */
export const MOST_NODES = 500;
export const MOST_SCHEDULES = 500;
/** Of all clusters. */
export const MOST_CHANNELS = 100;
