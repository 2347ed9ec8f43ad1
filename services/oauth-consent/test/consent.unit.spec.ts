import { fromBinary } from '@bufbuild/protobuf';
import { ConsentChangedSchema } from '@kalends/contracts';
import { systemClock } from '@kalends/kernel';
import { MemoryDatabase, MemoryUnitOfWork } from '@kalends/memory';
import { outboxTable } from '@kalends/outbox/memory';
import { memoryConsentTx } from '../src/memory';
import { consentStories } from './fakes/consent-stories';
import { describeStores } from './store-contract';

describeStores('in memory', async () => ({
  unitOfWork: new MemoryUnitOfWork(new MemoryDatabase(), memoryConsentTx(systemClock)),
  untilSomebodyWaits: () => new Promise((resolve) => setImmediate(resolve)),
}));

describe('Consent in memory', () => {
  consentStories(() => {
    const database = new MemoryDatabase();
    return {
      unitOfWork: new MemoryUnitOfWork(database, memoryConsentTx(systemClock)),
      events: async () => database.rows(outboxTable).map(({ payload }) => fromBinary(ConsentChangedSchema, payload)),
    };
  });
});
