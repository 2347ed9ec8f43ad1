import { DomainError } from '@kalends/kernel';
import { createParamDecorator, type ExecutionContext, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';

/** `"7"`: the entity tag of version 7. */
export const etag = (version: number): string => `"${version}"`;

export const setEtag = (response: Response, version: number): void => void response.setHeader('ETag', etag(version));

/** The version in If-Match (RFC 9110 section 13.1.1), for changes that must not overwrite what the caller has not seen. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<Request>().headers['if-match'];
  if (header === undefined) {
    // RFC 6585 section 3.
    throw new HttpException({ message: 'If-Match is missing' }, 428);
  }
  const version = /^"([1-9]\d{0,8})"$/.exec(header.trim())?.[1];
  if (version) return Number(version);
  throw new DomainError(
    'invalid',
    'request/if-match',
    'If-Match must be the ETag that came with what you change, such as "3".',
  );
});
