import type { Config } from 'tailwindcss';

/**
 * The theme: what the utility classes mean. app/globals.css reads it through `@config`, and has the value of each colour's
 * variable in dark and in light.
 */
const config: Config = {
  theme: {
    extend: {
      colors: {
        bg: 'var(--bg)',
        panel: 'var(--panel)',
        raised: 'var(--raised)',
        line: { DEFAULT: 'var(--line)', strong: 'var(--line-strong)' },
        text: 'var(--text)',
        muted: 'var(--muted)',
        faint: 'var(--faint)',
        accent: { DEFAULT: 'var(--accent)', ink: 'var(--accent-ink)', soft: 'var(--accent-soft)' },
        ok: { DEFAULT: 'var(--ok)', soft: 'var(--ok-soft)' },
        warn: { DEFAULT: 'var(--warn)', soft: 'var(--warn-soft)' },
        bad: { DEFAULT: 'var(--bad)', ink: 'var(--bad-ink)', soft: 'var(--bad-soft)' },
        live: 'var(--live)',
        idle: 'var(--idle)',
        /** The cluster's colour: that of the nearest element with `data-env`. */
        env: 'var(--env, var(--env-grey))',
      },
      fontFamily: {
        sans: ['system-ui', "'Segoe UI'", 'Roboto', "'DejaVu Sans'", 'sans-serif'],
        mono: ['ui-monospace', "'SF Mono'", 'Menlo', 'Consolas', "'DejaVu Sans Mono'", 'monospace'],
      },
    },
  },
};

export default config;
