import { sized } from '@kalends/testing';
import { memoryPlanner } from './commands/memory-planner';
import { itAgreesWithTheRules } from './commands/random-commands';

describe('Any order of commands in memory', () => {
  itAgreesWithTheRules(sized(1_000, 20_000), memoryPlanner);
});
