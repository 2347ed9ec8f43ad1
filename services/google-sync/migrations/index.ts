import { Outbox1700000000001 } from '@kalends/outbox';
import { LinksAndMappings1795240000000 } from './1795240000000-links-and-mappings';
import { Queues1795240000001 } from './1795240000001-queues';

export const migrations = [Outbox1700000000001, LinksAndMappings1795240000000, Queues1795240000001];
