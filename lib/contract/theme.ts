/** `auto`: light if the system prefers it, else dark. Saved in a cookie, so that the first paint is right. */
export const THEME_CHOICES = ['auto', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

export const THEME_COOKIE = 'restore-desk-theme';

/** Any other text means `auto`. */
export const themeOf = (text: string | undefined): ThemeChoice =>
  THEME_CHOICES.find((choice) => choice === text) ?? 'auto';
