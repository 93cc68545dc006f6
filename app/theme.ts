import 'server-only';
import { cookies } from 'next/headers';
import { THEME_COOKIE, themeOf, type ThemeChoice } from '@/lib/contract/theme.ts';

/** The theme this browser chose before; anything else in the cookie counts as no choice. */
export async function chosenTheme(): Promise<ThemeChoice> {
  return themeOf((await cookies()).get(THEME_COOKIE)?.value);
}
