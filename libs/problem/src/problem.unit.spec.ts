import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { DomainError, type ErrorKind } from '@kalends/kernel';
import { NotFoundException } from '@nestjs/common';
import { fromGrpcError, toGrpcError } from './grpc';
import { toProblem } from './problem';
import { grpcOf } from './status';

const taken = new DomainError('conflict', 'appointment/slot-taken', 'That time is taken; choose another.', { from: 9 });

describe('toProblem', () => {
  it('tells a DomainError in its own words, with its facts beside them', () => {
    expect(toProblem(taken, 'abc')).toEqual({
      type: 'urn:kalends:problem:appointment/slot-taken',
      title: 'In conflict with something else',
      status: 409,
      detail: 'That time is taken; choose another.',
      code: 'appointment/slot-taken',
      traceId: 'abc',
      from: 9,
    });
  });

  it('never quotes an unexpected error', () => {
    const problem = toProblem(new Error('password=secret'));
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('never quotes an internal DomainError either', () => {
    expect(toProblem(new DomainError('internal', 'x/y', 'row 12 is broken', { row: 12 })).detail).not.toContain('12');
  });

  it('does not let details overwrite the members of RFC 9457', () => {
    expect(toProblem(new DomainError('invalid', 'x/y', 'No.', { status: 200, code: 'z/z' }))).toMatchObject({
      status: 422,
      code: 'x/y',
    });
  });

  it('answers unknown routes and unreadable bodies with a sentence of ours', () => {
    expect(toProblem(new NotFoundException('Cannot GET /secret')).detail).not.toContain('/secret');
    const tooLarge = Object.assign(new Error('request entity too large'), { status: 413, expose: true });
    expect(toProblem(tooLarge)).toMatchObject({ status: 413, code: 'request/too-large' });
  });
});

describe('gRPC errors', () => {
  const across = (error: unknown): DomainError =>
    fromGrpcError(Object.assign<Error, Partial<ServiceError>>(new Error('rpc'), toGrpcError(error)));

  it('carry every kind, code, sentence and detail to the caller', () => {
    for (const kind of Object.keys(grpcOf) as ErrorKind[]) {
      const error = new DomainError(kind, 'a/b', 'A sentence.', { n: 1 });
      expect(across(error)).toMatchObject({ kind, code: 'a/b', message: 'A sentence.', details: { n: 1 } });
    }
  });

  it('do not carry the text of an unexpected error', () => {
    expect(across(new Error('secret')).message).not.toContain('secret');
  });

  it('are "unavailable" when the call did not get through', () => {
    const refused = Object.assign(new Error('14'), {
      code: 14,
      details: 'ECONNREFUSED 10.1.2.3',
      metadata: new Metadata(),
    });
    expect(fromGrpcError(refused)).toMatchObject({ kind: 'unavailable' });
    expect(fromGrpcError(refused).message).not.toContain('10.1.2.3');
  });
});
