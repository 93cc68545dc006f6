import { setTimeout } from 'node:timers/promises';

/** An HTTP client with a browser's cookies and headers. Follows no redirect; calls server actions. */
export class HttpClient {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  readonly headers: Record<string, string>;
  private readonly fetch: (
    url: URL,
    init: { method?: string; headers?: Record<string, string>; body?: string; redirect: 'manual' },
  ) => Promise<Response>;

  constructor(url: string, headers: Record<string, string> = {}, send: HttpClient['fetch'] = fetch) {
    this.url = url;
    this.headers = headers;
    this.fetch = send;
  }

  async send(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.fetch(new URL(path, this.url), {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie ? { cookie } : {}), ...this.headers, ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...terms] = line.split(';');
      const at = pair!.indexOf('=');
      const deleted = terms.some((term) => /max-age=0|expires=thu, 01 jan 1970/i.test(term));
      if (deleted) this.cookies.delete(pair!.slice(0, at));
      else this.cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  /**
   * Calls a server action; where the server had too many requests (proxy.ts), again after the time that it says. `value` is
   * what it returned; undefined: Next itself refused the call.
   */
  async callAction(
    page: string,
    id: string,
    input: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; value: ActionValue | undefined; text: string }> {
    const request = {
      method: 'POST',
      headers: {
        'next-action': id,
        accept: 'text/x-component',
        'content-type': 'text/plain;charset=UTF-8',
        origin: new URL(this.url).origin,
        ...headers,
      },
      body: JSON.stringify(input === undefined ? [] : [input]),
    };
    let answer = await this.send(page, request);
    while (answer.status === 429) {
      await setTimeout(Number(answer.headers.get('retry-after')) * 1000);
      answer = await this.send(page, request);
    }
    const row = answer.text.split('\n').find((line) => /^1:\{/.test(line));
    return {
      ...answer,
      value: row ? (JSON.parse(row.slice(2)) as ActionValue) : undefined,
    };
  }
}

export interface ActionValue {
  ok: boolean;
  value?: unknown;
  to?: string;
  failure?: {
    code: string;
    message: string;
    hint?: string;
    fields?: Record<string, string>;
    details?: Record<string, unknown>;
  };
}
