import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { heartbeatMessage } from '../../lib/notify/channels/heartbeat.ts';
import { escapeSlack, slackMessage } from '../../lib/notify/channels/slack.ts';
import { teamsMessage, teamsResult } from '../../lib/notify/channels/teams.ts';
import { webhookOfIncident, webhookOfTest } from '../../lib/notify/channels/webhook.ts';
import { incidentText, testText } from '../../lib/notify/message.ts';
import { endedAt } from '../support/an-incident.ts';
import { incidentBody, NOW, outgoing } from './message-rows.ts';

const access = { url: 'https://example.org/in', secret: null, ca: null };
const hostile = '<!channel> <https://evil.example|click> & @here [click](https://evil.example) **x**';
const textOf = (subject = 'government', publicUrl: string | null = 'https://desk.example.org') =>
  incidentText(outgoing(incidentBody({ subject }), { publicUrl }));

type Check = (headers: object, body: Buffer, secret: string, nowSeconds: number) => boolean;

async function documentedCheck(): Promise<Check> {
  const page = readFileSync(new URL('../../docs/notifications.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)![1]!;
  const loaded: unknown = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(`${code}\nexport { isGenuine };`)}`
  );
  return (loaded as { isGenuine: Check }).isGenuine;
}

describe('a webhook', () => {
  const began = outgoing(incidentBody());

  test('has the incident, and where its page is', () => {
    const { body, headers } = webhookOfIncident(access, began, incidentText(began));
    expect(JSON.parse(body)).toEqual({
      version: 1,
      id: 'd-1',
      event: 'began',
      number: 0,
      madeAt: '2026-11-23T06:49:00.000Z',
      sentAt: '2026-11-23T06:49:10.000Z',
      late: false,
      incident: {
        id: '12',
        cluster: 'production',
        clusterName: 'search-production',
        environment: 'production',
        kind: 'documents-lost',
        subject: 'government',
        severity: 'critical',
        title: 'Critical: government lost 93 % of its documents (search-production, production)',
        what: expect.any(String) as string,
        since: 'Since 06:47 UTC.',
        notes: [],
        began: { at: '2026-11-23T06:47:00.000Z', after: '2026-11-23T06:46:50.000Z' },
        noticedAt: '2026-11-23T06:49:00.000Z',
        ended: null,
        endedBy: null,
        acknowledged: null,
        closed: null,
        next: expect.any(Array) as unknown[],
      },
      path: '/production/incidents/12',
      url: 'https://desk.example.org/restore/production/incidents/12',
    });
    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-restore-desk-delivery': 'd-1',
      'x-restore-desk-timestamp': '1795416550',
    });
  });

  test('is signed with its time, where there is a secret', () => {
    const { body, headers } = webhookOfIncident({ ...access, secret: 'hmac-key' }, began, incidentText(began));
    const expected = createHmac('sha256', 'hmac-key').update(`1795416550.${body}`).digest('hex');
    expect(headers['x-restore-desk-signature']).toBe(`v1=${expected}`);
  });

  test('is verified by the code that the documentation has', async () => {
    const { body, headers } = webhookOfIncident({ ...access, secret: 'hmac-key' }, began, incidentText(began));
    const isGenuine = await documentedCheck();
    const seconds = NOW / 1000;
    expect(isGenuine(headers, Buffer.from(body), 'hmac-key', seconds)).toBe(true);
    expect(isGenuine(headers, Buffer.from(`${body} `), 'hmac-key', seconds)).toBe(false);
    expect(isGenuine(headers, Buffer.from(body), 'another-key', seconds)).toBe(false);
    expect(isGenuine(headers, Buffer.from(body), 'hmac-key', seconds + 301)).toBe(false);
    expect(isGenuine({}, Buffer.from(body), 'hmac-key', seconds)).toBe(false);
  });

  test('that is late says so', () => {
    const late = outgoing(incidentBody(), { madeMs: NOW - 600_000 });
    const { body } = webhookOfIncident(access, late, incidentText(late));
    expect(JSON.parse(body)).toMatchObject({ late: true, madeAt: '2026-11-23T06:39:10.000Z' });
  });

  test('of a test has no incident', () => {
    const { body } = webhookOfTest(access, 'd-9', testText('hook', NOW), NOW);
    expect(JSON.parse(body)).toMatchObject({ event: 'test', id: 'd-9', incident: null, url: null });
  });
});

describe('for Slack', () => {
  const slackText = (...args: Parameters<typeof textOf>): string =>
    (JSON.parse(slackMessage(access, textOf(...args)).body) as { text: string }).text;

  test('the title is bold, and each page a link', () => {
    const lines = slackText().split('\n');
    expect(lines[0]).toBe('*Critical: government lost 93 % of its documents (search-production, production)*');
    expect(lines.at(-1)).toBe('• <https://desk.example.org/production/incidents/12|Open incident 12>');
  });

  test('no name becomes a link, a mention or a command', () => {
    const text = slackText(hostile);
    expect(text).toContain('&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; @\u200bhere');
    for (const [link] of text.matchAll(/<[^>]*>/g))
      expect(link).toMatch(/^<https:\/\/desk\.example\.org\/[^|<>]*\|[^<>]*>$/);
    expect(escapeSlack('&lt; @Channel @all @EVERYONE @channels-of-ann ann@all.org')).not.toMatch(
      /@(?:channel|all|everyone)/i,
    );
  });

  test('a text is not longer than Discord takes, and its pages are not cut', () => {
    const incident = incidentText(outgoing(incidentBody({ subject: 'ü&'.repeat(100) })));
    const long = { ...incident, paragraphs: ['<&>'.repeat(700), 'x'.repeat(2_000)] };
    const { text } = JSON.parse(slackMessage(access, long).body) as { text: string };
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(text).toMatch(/(?:&lt;|&amp;|&gt;)… \(cut\)\n/);
    expect(text.split('\n').at(-1)).toBe(
      '• <https://desk.example.org/restore/production/incidents/12|Open incident 12>',
    );
    expect(incident.next.length).toBeGreaterThan(0);
  });

  test('without links it names the paths, and why', () => {
    const text = slackText('government', null);
    expect(text).toContain('• Open incident 12: /production/incidents/12');
    expect(text).toContain('without `publicUrl`');
  });
});

interface Card {
  body: { type: string; inlines: { text: string; color?: string }[] }[];
  actions: { title: string; url: string }[];
}

describe('for Teams', () => {
  const cardOf = (text: ReturnType<typeof textOf>): Card => {
    const { attachments, type } = JSON.parse(teamsMessage(access, text).body) as {
      type: string;
      attachments: { contentType: string; content: Card & { type: string } }[];
    };
    expect([type, attachments[0]!.contentType, attachments[0]!.content.type]).toEqual([
      'message',
      'application/vnd.microsoft.card.adaptive',
      'AdaptiveCard',
    ]);
    return attachments[0]!.content;
  };

  test('pages are buttons, and every text is one that is not read as Markdown', () => {
    const { actions, body } = cardOf(textOf(hostile));
    expect(new Set(body.map(({ type }) => type))).toEqual(new Set(['RichTextBlock']));
    expect(body[0]!.inlines[0]!.text).toContain('[click](https://evil.example)');
    for (const { url } of actions) expect(url.startsWith('https://desk.example.org/')).toBe(true);
    expect(actions.at(-1)).toMatchObject({ title: 'Open incident 12' });
  });

  test('the colour is of the severity, and of the end', () => {
    const colourOf = (text: ReturnType<typeof textOf>) => cardOf(text).body[0]!.inlines[0]!.color;
    const ended = outgoing(incidentBody(endedAt('2026-11-23T06:49:00.000Z')), { event: 'ended' });
    expect([colourOf(textOf()), colourOf(incidentText(ended)), colourOf(testText('ops', NOW))]).toEqual([
      'Attention',
      'Good',
      'Default',
    ]);
  });

  test('without links the paths are in the text', () => {
    const { actions, body } = cardOf(textOf('government', null));
    expect(actions).toEqual([]);
    expect(body.map(({ inlines }) => inlines[0]!.text)).toContain('Open incident 12: /production/incidents/12');
  });

  test('a connector that answers 200 and did not deliver has failed', () => {
    const answered = (answer: string) => teamsResult({ ok: true, answer, retryAfterMs: null }).ok;
    expect(answered('200 OK: 1')).toBe(true);
    expect(
      answered('200 OK: Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429'),
    ).toBe(false);
  });
});

test.each([
  ['https://hc.example.org/ping/1-2', 'start', 'https://hc.example.org/ping/1-2/start'],
  ['https://hc.example.org/ping/1-2/', 'success', 'https://hc.example.org/ping/1-2'],
  ['https://hc.example.org/ping/1-2', 'failure', 'https://hc.example.org/ping/1-2/fail'],
  ['https://hc.example.org/ping?key=a/b', 'failure', 'https://hc.example.org/ping/fail?key=a/b'],
] as const)('a heartbeat to %s: %s', (url, beat, expected) => {
  expect(heartbeatMessage({ ...access, url }, beat, 'text')).toMatchObject({ url: expected, body: 'text' });
});
