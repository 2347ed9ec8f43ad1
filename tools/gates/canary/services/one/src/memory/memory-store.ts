export const memoryStore = new Map<string, string>();
