'use client';
import { useState, type FormEvent } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { TextField } from '@/components/ui/field.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { signIn } from './actions.ts';

type Answer = Awaited<ReturnType<typeof signIn>>;

export function SignInForm({ to, basePath }: { to: string; basePath: string }) {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Extract<Answer, { ok: false }>['failure'] | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    const answer = await signIn({
      name: String(form.get('name') ?? ''),
      password: String(form.get('password') ?? ''),
      to,
    }).catch((): Answer => ({
      ok: false,
      failure: {
        code: 'unreachable',
        message: 'Restore Desk’s own server did not answer.',
        hint: 'Try again in a moment.',
      },
    }));
    // Loads a new page, so that no data of the signed-out one is kept.
    if (answer.ok) window.location.assign(`${basePath}${answer.to}`);
    else {
      setFailure(answer.failure);
      setPending(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} method="post" className="flex flex-col gap-4">
      {failure && !failure.fields && <FailureNotice failure={failure} title="Not signed in" />}
      <TextField
        name="name"
        label="Name"
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        required
        error={failure?.fields?.name}
      />
      <TextField
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        required
        error={failure?.fields?.password}
      />
      <Button type="submit" look="primary" size="large" className="w-full" pending={pending && 'Signing in…'}>
        Sign in
      </Button>
    </form>
  );
}
