import type { OpenAPIObject } from '@nestjs/swagger';
import { describeProblems } from './describe-problems';

const json = { 'application/json': { schema: { type: 'object' } } };
const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

describe('the description of a REST interface', () => {
  const document = {
    paths: {
      '/things': {
        get: { responses: { 200: { description: 'All', content: json } } },
        post: {
          responses: {
            201: { description: 'Made', content: json },
            409: { description: 'Taken', content: json },
            422: { description: 'Not allowed' },
          },
        },
      },
    },
    components: { schemas: { Thing: { type: 'object' } } },
  } as unknown as OpenAPIObject;
  describeProblems(document);
  const { get, post } = document.paths['/things']!;

  it('names problem details, and not JSON, as the content of every error', () => {
    expect(post!.responses).toMatchObject({
      201: { content: json },
      409: { description: 'Taken', content: problem },
      422: { description: 'Not allowed', content: problem },
    });
    expect(post!.responses['409']).not.toMatchObject({ content: json });
  });

  it('tells of the errors that no route names too', () => {
    expect(get!.responses).toMatchObject({ 200: { content: json }, default: { content: problem } });
  });

  it('says what problem details are, beside what the service describes itself', () => {
    expect(document.components!.schemas).toMatchObject({
      Thing: {},
      Problem: { required: ['type', 'title', 'status', 'detail', 'code'] },
    });
  });
});
