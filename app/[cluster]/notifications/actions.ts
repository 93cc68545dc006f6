'use server';
import { z } from 'zod';
import { defineAction } from '@/lib/action.ts';
import { clusterKey } from '@/lib/contract/names.ts';
import { requireChannel } from '@/lib/pages/load-notifications.ts';
import { sendTest } from '@/lib/notify/send-test.ts';

/** Sends one message that says it is a test, at once. A channel that answers badly is a result, not a failure. */
export const testChannel = defineAction(
  {
    name: 'test channel',
    input: z.strictObject({ cluster: clusterKey, channel: z.string().min(1).max(100) }),
    needs: 'test-channel',
  },
  async ({ channel }, { cluster }) => {
    requireChannel(cluster, channel);
    return sendTest(channel);
  },
);
