import { systemClock } from '@kalends/kernel';
import { MemoryDatabase, MemoryUnitOfWork } from '@kalends/memory';
import { memoryLinkTx } from '../src/memory';
import { describeStores } from './store-contract';

describeStores('in memory', () => new MemoryUnitOfWork(new MemoryDatabase(), memoryLinkTx(systemClock)));
