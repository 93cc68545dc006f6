/** What is wrong with a typed value, and what to do. */
export interface InputProblem {
  message: string;
  hint: string;
}

/** Whether a name is a zone of the IANA database; null: it is. Offsets ("+01:00") know no daylight saving. */
export function timeZoneProblem(timeZone: string): InputProblem | null {
  const meant = /^[A-Za-z]/.test(timeZone) ? resolve(timeZone) : null;
  const isMisspelt = meant !== timeZone && meant?.toLowerCase() === timeZone.toLowerCase();
  if (meant !== null && !isMisspelt) return null;
  const suggested = meant ?? zoneOfCity(timeZone);
  return {
    message: `There is no time zone “${timeZone}”.`,
    hint: suggested
      ? `Do you mean ${suggested}?`
      : 'Name a zone of the IANA database, such as Europe/London, America/New_York or UTC.',
  };
}

function resolve(timeZone: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** "new york" is America/New_York. */
function zoneOfCity(city: string): string | undefined {
  const wanted = `/${city.trim().toLowerCase().replaceAll(' ', '_')}`;
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().endsWith(wanted));
}
