import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';

/** RFC 9457, as every error of every service is told. */
const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('One sentence: what happened and what to do'),
  code: z.string().describe('Stable, such as appointment/slot-taken'),
  traceId: z.string().optional(),
});

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

const schema = z.toJSONSchema(problem, { target: 'openapi-3.0' }) as Schemas[string];
const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/**
 * Adds to the document what every error answers, which is the same for all of them: a route names the errors that are
 * worth knowing, and `default` stands for the others.
 */
export function describeProblems(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    for (const operation of [path.get, path.post, path.patch, path.put, path.delete]) {
      if (!operation) continue;
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response && Number(status) >= 400) Object.assign(response, { content });
      }
      operation.responses.default = { description: 'Not possible like this, or not now', content };
    }
  }
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: schema } };
}
