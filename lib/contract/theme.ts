/**
 * `auto`: light where the system asks for it (most turn dark at night by themselves), else dark. Kept in a cookie, so
 * that the first paint is already right.
 */
export const THEME_CHOICES = ['auto', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

export const THEME_COOKIE = 'restore-desk-theme';

/** Anything else counts as no choice. */
export const themeOf = (text: string | undefined): ThemeChoice =>
  THEME_CHOICES.find((choice) => choice === text) ?? 'auto';
