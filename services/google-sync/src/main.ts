import { runService } from '@kalends/service-host';
import { googleSync } from './google-sync.service';

void runService(googleSync);
