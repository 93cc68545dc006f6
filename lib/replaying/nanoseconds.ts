const MILLISECOND = 1_000_000n;
export const SECOND = 1_000_000_000n;
/** `2018-01-08T23:10:00.123456789Z`, `2018-01-08 23:10Z`; without a zone it is UTC. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2}))?(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Nanoseconds since 1970 of an ISO 8601 time, or of their digits as in a capture; null: it is neither. */
export function parseNanoseconds(text: string): bigint | null {
  const trimmed = text.trim();
  if (/^\d{16,19}$/.test(trimmed)) return bounded(BigInt(trimmed));
  const [, day, minute = '00:00', second = '00', fraction = '', zone = 'Z'] = ISO.exec(trimmed) ?? [];
  if (day === undefined) return null;
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const at = Date.parse(`${day}T${minute}:${second}.000${offset}`);
  if (Number.isNaN(at) || !isCalendarDay(day)) return null;
  return bounded(BigInt(at) * MILLISECOND + BigInt(fraction.padEnd(9, '0')));
}

/** In the year 2262; no record is later. */
const LAST = 2n ** 63n - 1n;
const bounded = (at: bigint): bigint => (at > LAST ? LAST : at);

/** JavaScript takes 30 February for a day of March. */
const isCalendarDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);

/** ISO 8601 in UTC, with as many digits as it needs: `2018-01-08T23:10:00.5Z`. */
export function formatNanoseconds(at: bigint): string {
  const seconds = new Date(Number(at / MILLISECOND)).toISOString().slice(0, 19);
  const fraction = String(at % SECOND)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${seconds}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** Formats times as digits, many of one second in a row. */
export class TimeTexts {
  private second = '';
  private text = '';

  format(digits: string): string {
    const second = digits.slice(0, -9);
    if (second !== this.second) {
      this.second = second;
      this.text = new Date(Number(second) * 1000).toISOString().slice(0, 19);
    }
    return `${this.text}.${digits.slice(-9)}Z`;
  }
}
