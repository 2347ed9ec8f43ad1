import { sized } from '@kalends/testing';
import { httpPlanner } from './commands/http-planner';
import { itAgreesWithTheRules } from './commands/random-commands';
import { SchedulingApp } from './scheduling-app';

describe('Any order of commands', () => {
  let app: SchedulingApp;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());

  itAgreesWithTheRules(sized(30, 500), (capacity) => httpPlanner(app, capacity));
});
