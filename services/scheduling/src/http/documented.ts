import { applyDecorators, HttpCode } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { z } from 'zod';

const errors: Readonly<Record<number, string>> = {
  400: 'The request is malformed',
  401: 'Not signed in',
  403: 'The role does not allow it',
  404: 'There is no such thing here',
  409: 'In conflict with something else',
  412: 'Changed in the meantime; the current state comes with it',
  422: 'Understood, but not allowed',
  428: 'If-Match is missing',
};

interface Documentation {
  readonly summary: string;
  readonly status?: number;
  /** What comes back; none for an empty answer. */
  readonly answer?: z.ZodType;
  /** Errors besides 400, 401 and 403. */
  readonly errors?: readonly number[];
  /** A change of something that has a version: asks for If-Match. */
  readonly conditional?: boolean;
  readonly idempotent?: boolean;
}

/** Describes a route for openapi.json, answers and errors included, and sets its status. */
export function Documented({
  summary,
  status = 200,
  answer,
  errors: more = [],
  ...headers
}: Documentation): MethodDecorator {
  const codes = [400, 401, 403, ...more, ...(headers.conditional ? [404, 412, 422, 428] : [])];
  return applyDecorators(
    HttpCode(status),
    ApiOperation({ summary }),
    ApiResponse({ status, description: summary, ...(answer && { standardSchema: answer }) }),
    ...[...new Set(codes)].map((code) => ApiResponse({ status: code, description: errors[code] })),
    ...(headers.conditional
      ? [ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of what is changed' })]
      : []),
    ...(headers.idempotent
      ? [
          ApiHeader({
            name: 'Idempotency-Key',
            required: false,
            description: 'Repeating with the same key gives the first answer',
          }),
        ]
      : []),
  );
}
