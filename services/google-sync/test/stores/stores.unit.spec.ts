import { systemClock } from '@kalends/kernel';
import { MemoryDatabase, MemoryUnitOfWork } from '@kalends/memory';
import { memoryLinkTx } from '../../src/memory';
import { describeEngineStores } from './engine-contract';
import type { StoresUnderTest } from './fixtures';
import { describeLinkStores } from './link-contract';
import { describeWaiting } from './waiting-contract';

const open = async (): Promise<StoresUnderTest> => ({
  unitOfWork: new MemoryUnitOfWork(new MemoryDatabase(), memoryLinkTx(systemClock)),
  untilSomebodyWaits: () => new Promise((resolve) => setImmediate(resolve)),
});

for (const describeThem of [describeEngineStores, describeLinkStores, describeWaiting]) describeThem('in memory', open);
