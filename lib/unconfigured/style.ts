/** The colours are those of app/globals.css, in dark and in light; a test compares them. */
export const STYLE = `
:root { color-scheme: dark; --bg: #0b0c0f; --surface: #121418; --sunken: #08090b; --line: #22262c; --field: #67707d; --text: #eef0f3; --muted: #a5acb7; --ink: #f1f3f5; --ink-hover: #ffffff; --on-ink: #0b0c0f; --accent: #7cb8ff; --ok: #46cb8d; --ok-line: #1c4a34; --bad: #ff7d73; --bad-line: #5c2a29; }
@media (prefers-color-scheme: light) {
:root { color-scheme: light; --bg: #f8f8f9; --surface: #ffffff; --sunken: #f4f5f6; --line: #e4e6ea; --field: #868e9a; --text: #14171b; --muted: #515964; --ink: #16191d; --ink-hover: #000000; --on-ink: #ffffff; --accent: #0b5fc0; --ok: #0b7042; --ok-line: #b4dfc8; --bad: #bb271c; --bad-line: #f3c1bd; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 40px 16px; background: var(--bg); color: var(--text); font: 14px/1.55 system-ui, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 32px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
h2 { margin: 28px 0 8px; font-size: 15px; }
.panel h2 { margin-top: 0; outline: none; }
.brand { margin: 0 0 20px; font-weight: 600; }
code, pre, input { font-family: ui-monospace, monospace; font-size: 13px; }
code { overflow-wrap: anywhere; }
pre { margin: 8px 0; padding: 12px; overflow-x: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: 8px; user-select: all; }
.panel { margin: 16px 0; padding: 16px; border: 1px solid var(--line); border-radius: 8px; }
.panel.ok { border-color: var(--ok-line); }
.panel.bad { border-color: var(--bad-line); }
strong.ok { color: var(--ok); }
strong.bad { color: var(--bad); }
ul { margin: 0 0 12px; padding-left: 20px; }
.note { margin: 4px 0 0; color: var(--muted); font-size: 13px; }
label { display: block; margin-top: 16px; font-weight: 500; }
input { width: 100%; min-height: 44px; margin-top: 4px; padding: 8px 10px; background: var(--bg); color: var(--text); border: 1px solid var(--field); border-radius: 6px; }
button { min-height: 44px; margin-top: 20px; padding: 8px 16px; background: var(--ink); color: var(--on-ink); border: 0; border-radius: 6px; font: inherit; font-weight: 600; cursor: pointer; }
button:hover { background: var(--ink-hover); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
