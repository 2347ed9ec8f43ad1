import { Inbox1700000000002 } from '@kalends/inbox';
import { Outbox1700000000001 } from '@kalends/outbox';
import { LinksAndMappings1795240000000 } from './1795240000000-links-and-mappings';
import { Queues1795240000001 } from './1795240000001-queues';
import { Confirmations1795240000002 } from './1795240000002-confirmations';
import { WorkCarriesItsTrace1795240000003 } from './1795240000003-work-carries-its-trace';
import { FormerEvents1795240000004 } from './1795240000004-former-events';

export const migrations = [
  Outbox1700000000001,
  Inbox1700000000002,
  LinksAndMappings1795240000000,
  Queues1795240000001,
  Confirmations1795240000002,
  WorkCarriesItsTrace1795240000003,
  FormerEvents1795240000004,
];
