/**
 * The flags of the command line's Node. Documents are bytes outside the JavaScript heap; the objects in it are small
 * and short-lived. A small nursery lowers the peak by 50 MB. The old space, some 20 MB, may triple before it is marked
 * again: with V8's default the bytes outside caused a marking every 100 ms, a quarter of a backup's CPU time
 * (docs/speed.md).
 */
export const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=200'];
