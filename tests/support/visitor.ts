/** Somebody with a browser's manners and no browser: keeps cookies, follows nothing by itself, calls server actions. */
export class Visitor {
  readonly url: string;
  readonly cookies = new Map<string, string>();
  readonly headers: Record<string, string>;
  private readonly fetch: (
    url: URL,
    init: { method?: string; headers?: Record<string, string>; body?: string; redirect: 'manual' },
  ) => Promise<Response>;

  constructor(url: string, headers: Record<string, string> = {}, by: Visitor['fetch'] = fetch) {
    this.url = url;
    this.headers = headers;
    this.fetch = by;
  }

  async send(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<{ status: number; headers: Headers; text: string }> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await this.fetch(new URL(path, this.url), {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie ? { cookie } : {}), ...this.headers, ...init.headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...terms] = line.split(';');
      const at = pair!.indexOf('=');
      const gone = terms.some((term) => /max-age=0|expires=thu, 01 jan 1970/i.test(term));
      if (gone) this.cookies.delete(pair!.slice(0, at));
      else this.cookies.set(pair!.slice(0, at), pair!.slice(at + 1));
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  /** What a server action returned, and its status; `value` undefined: Next itself refused. */
  async act(
    page: string,
    id: string,
    input: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; value: ActionValue | undefined; text: string }> {
    const {
      status,
      headers: answered,
      text,
    } = await this.send(page, {
      method: 'POST',
      headers: {
        'next-action': id,
        accept: 'text/x-component',
        'content-type': 'text/plain;charset=UTF-8',
        origin: new URL(this.url).origin,
        ...headers,
      },
      body: JSON.stringify(input === undefined ? [] : [input]),
    });
    const row = text.split('\n').find((line) => /^1:\{/.test(line));
    return { status, headers: answered, text, value: row ? (JSON.parse(row.slice(2)) as ActionValue) : undefined };
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
