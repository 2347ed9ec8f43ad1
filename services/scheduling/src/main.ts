import { runService } from '@kalends/service-host';
import { scheduling } from './scheduling.service';

void runService(scheduling);
