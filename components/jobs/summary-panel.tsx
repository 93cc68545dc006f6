import type { ReactNode } from 'react';
import { readableNames } from '@/lib/present/readable-names.ts';
import { buttonClass } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Copy } from '../ui/copy.tsx';
import { Icon } from '../ui/icon.tsx';
import { Panel } from '../ui/panel.tsx';
import { StickyActions } from '../ui/sticky-actions.tsx';

interface SummaryPanelProps {
  text: string;
  /** The address of the job's bundle. */
  bundle: string;
  /** Copying it is the one primary action of the page. */
  primary?: boolean;
  /** On a phone beside the copy button, at the bottom of the screen. */
  bar?: { summary: string; button: ReactNode };
}

/** What happened, ready to paste into the incident channel. What is copied has the full names of the indices. */
export function SummaryPanel({ text, bundle, primary = false, bar }: SummaryPanelProps) {
  const shown = readableNames(text);
  return (
    <Panel title="For the incident channel">
      <p
        role="group"
        aria-label="Summary for the incident channel"
        className="text-small [overflow-wrap:anywhere] whitespace-pre-line text-muted"
      >
        {shown}
      </p>
      {primary ? (
        <StickyActions summary={bar?.summary ?? 'Ready to paste into the incident channel.'}>
          {bar && <span className="mid:hidden">{bar.button}</span>}
          <Copy className="max-mid:flex-1 mid:w-full" size="normal" look="primary" text={text} label="Copy summary" />
        </StickyActions>
      ) : (
        <Copy className="mt-4 w-full" size="normal" text={text} label="Copy summary" />
      )}
      <a className={classes(buttonClass('plain', 'normal'), 'mt-2 w-full')} href={bundle} download>
        <Icon name="download" />
        Download the incident bundle
      </a>
      <p className="mt-1.5 text-small text-muted">
        A zip for the ticket: summary, plan, requests, log, and what you may read of the rest.
      </p>
      {shown !== text && (
        <details className="mt-3 text-small text-muted">
          <summary>Show full index names</summary>
          <pre
            tabIndex={0}
            role="region"
            aria-label="Summary with full index names"
            className="mt-2 max-h-96 overflow-auto rounded-md border bg-sunken px-3.5 py-3 [overflow-wrap:anywhere] whitespace-pre-wrap"
          >
            {text}
          </pre>
        </details>
      )}
    </Panel>
  );
}
