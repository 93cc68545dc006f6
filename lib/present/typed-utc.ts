const TYPED = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:Z| UTC)?$/;

/** A time in UTC that was typed as "2026-11-28 03:00", with or without seconds, as ISO 8601; null: it is none. */
export function typedUtc(text: string): string | null {
  const [, day, minute, second = ':00'] = TYPED.exec(text.trim()) ?? [];
  const iso = `${day}T${minute}${second}.000Z`;
  // The engine takes 31 February for 3 March.
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? null : iso;
}
