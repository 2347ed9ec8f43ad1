import { runService } from '@kalends/service-host';
import { consoleService } from './console.module';

void runService(consoleService);
