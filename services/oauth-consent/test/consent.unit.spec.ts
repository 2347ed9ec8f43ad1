import { fromBinary } from '@bufbuild/protobuf';
import { ConsentChangedSchema } from '@kalends/contracts';
import { systemClock } from '@kalends/kernel';
import { MemoryDatabase, MemoryUnitOfWork } from '@kalends/memory';
import { outboxTable } from '@kalends/outbox/memory';
import { memoryConsentTx } from '../src/memory';
import { consentStories } from './fakes/consent-stories';

describe('Consent in memory', () => {
  consentStories(() => {
    const database = new MemoryDatabase();
    return {
      unitOfWork: new MemoryUnitOfWork(database, memoryConsentTx(systemClock)),
      events: async () => database.rows(outboxTable).map(({ payload }) => fromBinary(ConsentChangedSchema, payload)),
    };
  });
});
