/** An instant as the clocks of a zone show it. */
export interface LocalMoment {
  /** Milliseconds. */
  at: number;
  /** "Sun 29 Mar 2026 02:00" */
  local: string;
  /** "UTC", "UTC+1", "UTC-3:30" */
  offset: string;
  /** The clock was changed since the moment before; null: it wasn't. */
  note: string | null;
}

/** Instants, ascending, in a zone. The first one is compared with the clock at `from`. Milliseconds. */
export function localMoments(instants: readonly number[], timeZone: string, from: number): LocalMoment[] {
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'shortOffset',
  });
  let before = partsOf(formatter, from).offset;
  return instants.map((at) => {
    const { local, offset } = partsOf(formatter, at);
    const note = noteOf(minutesOf(offset) - minutesOf(before));
    before = offset;
    return { at, local, offset, note };
  });
}

function partsOf(formatter: Intl.DateTimeFormat, at: number): { local: string; offset: string } {
  const parts = new Map(formatter.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    local: `${part('weekday')} ${part('day')} ${part('month')} ${part('year')} ${part('hour')}:${part('minute')}`,
    offset: part('timeZoneName').replace(/^GMT(?:\+0)?/, 'UTC'),
  };
}

/** Of "UTC-3:30". */
function minutesOf(offset: string): number {
  const [, sign, hours, minutes] = /^UTC(?:([+-])(\d+)(?::(\d+))?)?/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

function noteOf(change: number): string | null {
  if (change === 0) return null;
  const far = Math.abs(change);
  const amount = far % 60 === 0 ? `${far / 60} h` : `${far} min`;
  return `The clock goes ${change > 0 ? 'forward' : 'back'} by ${amount} before this time.`;
}
