'use client';
import { useCallback, useState } from 'react';
import { MOST_COMMENT } from '@/lib/contract/incident-limits.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { AreaField } from '@/components/ui/field.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useIncidentAction } from '../use-muting.ts';
import type { IncidentActions } from './use-incident-actions.ts';

/** A comment, also on an incident that has ended meanwhile: what was typed is kept until it is saved. */
export function CommentPanel({ id, comment }: { id: string; comment: IncidentActions['comment'] }) {
  const { key } = useCluster();
  const blocked = useBlocked('record-incident');
  const [text, setText] = useState('');
  const [pressed, setPressed] = useState(false);
  const [saved, setSaved] = useState(false);
  const done = useCallback(() => {
    setText('');
    setPressed(false);
    setSaved(true);
  }, []);
  const { act, failure, pending } = useIncidentAction(comment, done);
  const isEmpty = text.trim() === '';
  return (
    <Panel title="Add a comment">
      <form
        className="flex flex-col items-start gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setPressed(true);
          if (blocked === null && !isEmpty) void act({ cluster: key, incident: id, comment: text });
        }}
      >
        {failure && <FailureNotice className="w-full" title="The comment was not saved" failure={failure} />}
        <AreaField
          className="w-full"
          mono={false}
          rows={3}
          label="Comment"
          hint="For the people who look next: what was found, and what was done. No passwords, and no personal data."
          maxLength={MOST_COMMENT}
          error={pressed && isEmpty ? 'Nothing was typed.' : failure?.fields?.comment}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSaved(false);
          }}
        />
        <Button type="submit" blocked={blocked} pending={pending && 'Saving…'}>
          Add the comment
        </Button>
        <p role="status" className="sr-only">
          {saved ? 'The comment was saved.' : ''}
        </p>
      </form>
    </Panel>
  );
}
