import type { ConsentChanged } from '@kalends/contracts';
import { consentStories } from './fakes/consent-stories';
import { MemoryUnitOfWork } from './fakes/memory-unit-of-work';

describe('Consent in memory', () => {
  consentStories(() => {
    const unitOfWork = new MemoryUnitOfWork();
    return { unitOfWork, events: async () => unitOfWork.events.map(({ payload }) => payload as ConsentChanged) };
  });
});
