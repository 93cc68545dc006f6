'use client';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { shortcutOf, type ShortcutAction } from '@/lib/present/shortcut.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isPreferred } from '../use-preference.ts';
import { ShortcutChoice } from './choices.tsx';
import { ShortcutList } from './shortcut-list.tsx';

/** The keys of every page of a cluster, and the list of them. */
export function Shortcuts() {
  const { key } = useCluster();
  const router = useRouter();
  const [listed, setListed] = useState(false);
  useKeys((action) => {
    if (action === 'help') setListed(true);
    else if (action === 'filter') focusFilter();
    else router.push(paths[action.go](key));
  });
  const close = () => setListed(false);
  return (
    <Dialog
      open={listed}
      title="Keyboard shortcuts"
      aside={
        <Button size="small" onClick={close}>
          Close
        </Button>
      }
      onClose={close}
    >
      <div className="mt-3">
        <ShortcutList />
      </div>
      <div className="mt-4 border-t pt-4">
        <ShortcutChoice />
      </div>
    </Dialog>
  );
}

function useKeys(act: (action: ShortcutAction) => void) {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    let since: number | null = null;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat || isPreferred('shortcuts-off')) return;
      const { key, ctrlKey, altKey, metaKey, timeStamp, target } = event;
      const typing = isTyping(target);
      const pressed = shortcutOf({ key, modified: ctrlKey || altKey || metaKey, typing, atMs: timeStamp }, since);
      since = pressed.since;
      if (pressed.action === null) return;
      event.preventDefault();
      latest.current(pressed.action);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** Where letters mean something: fields, lists of choices, and whatever is in an open dialog. */
const isTyping = (target: EventTarget | null): boolean =>
  document.querySelector('dialog[open]') !== null ||
  (target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')));

/** The first search field of the page. */
function focusFilter(): void {
  const field = document.querySelector<HTMLInputElement>('main input[type=search]');
  field?.focus();
  field?.select();
}
