import type { Config } from 'tailwindcss';

type FontSize = [string, { lineHeight: string; letterSpacing: string; fontWeight: string }];
const font = (size: string, lineHeight: string, fontWeight: string, letterSpacing = '0'): FontSize => [
  size,
  { lineHeight, letterSpacing, fontWeight },
];
const level = (name: string) => ({
  DEFAULT: `var(--${name})`,
  soft: `var(--${name}-soft)`,
  line: `var(--${name}-line)`,
  fill: `var(--${name}-fill)`,
});

/**
 * The theme: what the utility classes mean. app/globals.css reads it through `@config`, and has the value of each colour's
 * variable in dark and in light.
 */
const config: Config = {
  theme: {
    extend: {
      /** `mid`: more than a phone. `side`: the sidebar is displayed. Below `mid` tables become rows of two lines. */
      screens: { mid: '901px', side: '1181px' },
      colors: {
        bg: 'var(--bg)',
        surface: 'var(--surface)',
        raised: 'var(--raised)',
        hover: 'var(--hover)',
        sunken: 'var(--sunken)',
        line: { DEFAULT: 'var(--line)', strong: 'var(--line-strong)' },
        field: 'var(--field)',
        text: 'var(--text)',
        muted: 'var(--muted)',
        faint: 'var(--faint)',
        /** The one primary action of a screen. */
        ink: { DEFAULT: 'var(--ink)', hover: 'var(--ink-hover)' },
        'on-ink': 'var(--on-ink)',
        /** Live, links, progress and focus. */
        accent: { DEFAULT: 'var(--accent)', soft: 'var(--accent-soft)', line: 'var(--accent-line)' },
        ok: level('ok'),
        warn: level('warn'),
        bad: level('bad'),
        'on-bad': 'var(--on-bad)',
        /** The cluster's colour: that of the nearest element with `data-env`. Never a state's colour. */
        env: 'var(--env, var(--env-slate))',
      },
      fontFamily: {
        sans: ['var(--font-geist-sans)', 'system-ui', "'Segoe UI'", 'Roboto', "'DejaVu Sans'", 'sans-serif'],
        mono: ['var(--font-geist-mono)', 'ui-monospace', "'SF Mono'", 'Menlo', "'DejaVu Sans Mono'", 'monospace'],
      },
      fontSize: {
        /** One on a page: the hero's figure. */
        display: font('var(--display-size)', '1', '500', '-0.035em'),
        figure: font('28px', '32px', '500', '-0.025em'),
        title: font('24px', '30px', '600', '-0.025em'),
        heading: font('15px', '22px', '600', '-0.01em'),
        body: font('14px', '21px', '400', '-0.003em'),
        small: font('13px', '19px', '400'),
        caption: font('12px', '16px', '500'),
        code: font('12.5px', '19px', '400'),
      },
      borderRadius: { sm: '5px', md: '7px', lg: '12px', xl: '16px' },
      boxShadow: { card: 'var(--shadow-card)', pop: 'var(--shadow-pop)', bar: 'var(--shadow-bar)' },
    },
  },
};

export default config;
