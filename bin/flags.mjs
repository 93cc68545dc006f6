/**
 * What the command line's Node is started with. Documents are bytes outside the collector's heap, and what lies in it beside them is small and
 * dies young: a small nursery keeps 50 MB off the peak; and the old space, some 20 MB, may grow to three times that before it is marked
 * again, which bytes that come and go made happen every 100 ms, a quarter of a backup's CPU time (docs/speed.md).
 */
export const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=200'];
