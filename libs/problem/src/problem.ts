import { DomainError, isDomainError } from '@kalends/kernel';
import { HttpException } from '@nestjs/common';
import { httpOf } from './status';

/** Problem details (RFC 9457) with Kalends' stable code and the id under which support finds the trace. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** One sentence in plain words: what happened and what to do. */
  readonly detail: string;
  readonly code: string;
  readonly traceId?: string;
  readonly [extension: string]: unknown;
}

/** What the caller is told of `error`. Only a DomainError's own words come out: nothing unexpected is quoted. */
export function toProblem(error: unknown, traceId?: string): Problem {
  const known = isDomainError(error) ? error : fromHttpException(error);
  if (!known) {
    return build(500, httpOf.internal.title, 'internal/unexpected', unexpected, {}, traceId);
  }
  if (known instanceof DomainError) {
    const { status, title } = httpOf[known.kind];
    const words = known.kind === 'internal' ? unexpected : known.message;
    return build(status, title, known.code, words, known.kind === 'internal' ? {} : known.details, traceId);
  }
  return build(known.status, known.title, known.code, known.detail, known.details, traceId);
}

const unexpected = 'Something went wrong on our side; try again, and name the support id if it stays.';

const build = (
  status: number,
  title: string,
  code: string,
  detail: string,
  details: Readonly<Record<string, unknown>>,
  traceId: string | undefined,
): Problem => ({ ...details, type: `urn:kalends:problem:${code}`, title, status, detail, code, traceId });

interface HttpProblem {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What Nest and its body parser throw themselves: unknown routes, unreadable bodies, failed schemas. */
function fromHttpException(error: unknown): HttpProblem | undefined {
  const status = error instanceof HttpException ? error.getStatus() : bodyParserStatus(error);
  if (status === undefined || status >= 500) return undefined;
  const words = sentences[status];
  const response = error instanceof HttpException ? error.getResponse() : {};
  const issues = typeof response === 'object' && 'errors' in response ? { errors: response.errors } : {};
  return {
    status,
    title: words?.title ?? 'Not possible',
    code: words?.code ?? `http/${status}`,
    detail: words?.detail ?? 'The request is not possible like this; see the API description.',
    details: issues,
  };
}

const sentences: Readonly<Record<number, { title: string; code: string; detail: string }>> = {
  400: {
    title: 'Not readable',
    code: 'request/malformed',
    detail: 'The request is malformed; mend the fields named in errors.',
  },
  401: { title: 'Sign in first', code: 'session/missing', detail: 'You are not signed in; sign in and try again.' },
  403: {
    title: 'Not allowed',
    code: 'role/not-allowed',
    detail: 'Your role does not allow this; ask an administrator.',
  },
  404: { title: 'Not found', code: 'route/unknown', detail: 'There is nothing at this address; check it.' },
  405: { title: 'Not possible here', code: 'route/method', detail: 'This address does not know that method.' },
  413: { title: 'Too large', code: 'request/too-large', detail: 'The request is too large; send less at once.' },
  415: {
    title: 'Unknown content',
    code: 'request/content-type',
    detail: 'Send JSON with content type application/json.',
  },
  428: {
    title: 'Say what you have seen',
    code: 'request/if-match-missing',
    detail: 'Send If-Match with the ETag of what you change, so that nobody is overwritten.',
  },
};

/** Express' body parser throws errors with a numeric `status` and `expose: true`. */
function bodyParserStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return undefined;
  return typeof error.status === 'number' && error.expose === true ? error.status : undefined;
}
