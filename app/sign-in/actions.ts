'use server';
import { endSession, signInLocally } from '@/lib/access/sign-in.ts';

/** The only action that may be called without a session. */
export async function signIn(input: { name: string; password: string; to: string }) {
  return signInLocally(input);
}

export async function signOut() {
  return endSession();
}
