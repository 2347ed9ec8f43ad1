import { eventually } from '@kalends/testing';

export interface StreamEvent {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly id?: string; readonly resourceId?: string };
}

export interface OpenStream {
  /** Events of that name so far. */
  seen(event: string): readonly StreamEvent[];
  /** The first event, past or to come, that `matches`. */
  next(matches: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  close(): void;
}

function parse(block: string): StreamEvent | null {
  const fields = new Map(
    block.split('\n').map((line) => [line.split(': ', 1)[0]!, line.slice(line.indexOf(': ') + 2)]),
  );
  const event = fields.get('event');
  if (event === undefined) return null;
  return { event, id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? '{}') as StreamEvent['data'] };
}

/** A page's EventSource, as far as a test needs it. */
export async function openStream(url: string, token: string, lastEventId?: string): Promise<OpenStream> {
  const abort = new AbortController();
  const answer = await fetch(url, {
    signal: abort.signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  if (!answer.ok || !answer.body) throw new Error(`The stream answered ${answer.status}.`);
  const events: StreamEvent[] = [];
  const read = async (body: ReadableStream<Uint8Array>): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      events.push(...blocks.map(parse).filter((event) => event !== null));
    }
  };
  void read(answer.body).catch(() => undefined);
  return {
    seen: (event) => events.filter((one) => one.event === event),
    next: (matches) =>
      eventually(
        () => {
          const found = events.find(matches);
          if (!found) throw new Error(`No such event among ${events.length}.`);
          return found;
        },
        { withinMs: 10_000 },
      ),
    close: () => abort.abort(),
  };
}
