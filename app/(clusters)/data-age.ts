/** Polls come every five seconds; a response takes less. */
const OLD_AFTER_MS = 20_000;
/** Browsers let a hidden tab poll about once a minute. */
const OLD_IN_HIDDEN_TAB_AFTER_MS = 180_000;

interface Data {
  /** When the last response arrived. */
  receivedAtMs: number;
  nowMs: number;
  /** Since when the tab is shown; null: it is hidden. */
  shownSinceMs: number | null;
}

/** Whether there has been no response for too long. A tab that is shown again has time for its first poll. By the browser's clock. */
export function isOverdue({ receivedAtMs, nowMs, shownSinceMs }: Data): boolean {
  const hiddenLately = shownSinceMs === null || nowMs - shownSinceMs < OLD_AFTER_MS;
  return nowMs - receivedAtMs > (hiddenLately ? OLD_IN_HIDDEN_TAB_AFTER_MS : OLD_AFTER_MS);
}

export interface Answered {
  /** When the server made the response, by its clock. */
  takenAt: string;
  /** When it arrived, by the browser's clock. */
  receivedAtMs: number;
}

/** The age of a cluster's answer of `at`, which a response of the server has. Times of two clocks are never compared. */
export const answerAgeMs = (at: string, { takenAt, receivedAtMs }: Answered, nowMs: number): number =>
  Date.parse(takenAt) - Date.parse(at) + nowMs - receivedAtMs;
