/** What became of a request. Each is in exactly one. */
export const OUTCOMES = ['done', 'asThen', 'newer', 'failed', 'unknown', 'held'] as const;
export type Outcome = (typeof OUTCOMES)[number];

interface Answered {
  status: number;
  method: string;
  /** 409 means that the target has a newer version. */
  external: boolean;
  /** Of the recorded answer; null: none. */
  then: number | null;
  /** An earlier try may have been applied, its answer is lost. */
  mayRepeat: boolean;
}

/** An answer after which the same request is sent again: the target has no room, or is not there. */
export const isBusy = (status: number): boolean => status === 429 || status === 503;
/** A proxy has no answer of its own: the request may have been applied. */
export const isLostBehindProxy = (status: number): boolean => status === 502 || status === 504;

export function classify({ external, mayRepeat, method, status, then }: Answered): Outcome {
  if (status >= 200 && status < 300) return 'done';
  if (status === 404 && method === 'DELETE') return 'asThen';
  if (status === 409 && external) return 'newer';
  // The first try was applied, its answer was lost.
  if (status === 409 && mayRepeat) return 'done';
  if (status === then && (status === 404 || status === 409)) return 'asThen';
  return 'failed';
}
