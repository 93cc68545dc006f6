import localFont from 'next/font/local';

/**
 * Geist, from its package. Not by the package's own module, whose fonts replace the system's when they arrive: lines then
 * break elsewhere, and on a slow network everything below moves. A font that arrives too late is used from the next page on.
 */
export const sans = localFont({
  src: '../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'optional',
});
export const mono = localFont({
  src: '../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  display: 'optional',
  adjustFontFallback: false,
});
