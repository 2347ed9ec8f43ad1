import { BadRequestException, StandardSchemaValidationPipe } from '@nestjs/common';

const mostIssues = 20;

/** Checks what routes declare by `@Body({ schema })` and the like; tells what is wrong where, never the value. */
export const validation = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) =>
    new BadRequestException({
      errors: issues.slice(0, mostIssues).map(({ path = [], message }) => ({
        field: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
        problem: message,
      })),
    }),
});
