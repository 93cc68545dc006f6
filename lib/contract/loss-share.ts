/** An alias that has lost this share of its last good backup's documents is an incident. */
export const LOSS_SHARE = 0.1;
