/** What an API answered. */
export interface Reply<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly etag: string | null;
}

/** An answer that is no success where there should be one. */
export class NotOk extends Error {
  constructor(
    what: string,
    readonly status: number,
    body: unknown = '',
  ) {
    super(`${what} answered ${status}: ${JSON.stringify(body)}`);
  }
}

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
}

/** REST as a signed-in person, through the edge. */
export class Api {
  constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  /** Calls `/api/<path>` and answers whatever comes. */
  async call<Body = Record<string, unknown>>(path: string, options: CallOptions = {}): Promise<Reply<Body>> {
    const { body, headers = {}, method = body === undefined ? 'GET' : 'POST' } = options;
    const response = await fetch(`${this.origin}/api/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text) as Body, etag: response.headers.get('etag') };
  }

  /** The same where anything but success is an error of the test. @throws NotOk */
  async ok<Body = Record<string, unknown>>(path: string, options: CallOptions = {}): Promise<Body> {
    const { status, body } = await this.call<Body>(path, options);
    if (status >= 300) throw new NotOk(`${options.method ?? ''} ${path}`, status, body);
    return body;
  }
}

function parsed(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return { text };
  }
}
