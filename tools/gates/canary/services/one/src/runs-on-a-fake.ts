import { memoryStore } from './memory/memory-store';

export const store = memoryStore;
