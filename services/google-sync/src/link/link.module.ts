import { ManageableResources } from '@kalends/resources';
import { Module, type DynamicModule } from '@nestjs/common';
import { SyncNow } from '../inward/app/sync-now';
import { CreateLink } from './app/create-link';
import { DisconnectLink } from './app/disconnect-link';
import { PreviewDisconnect } from './app/preview-disconnect';
import { PreviewLink } from './app/preview-link';
import { ReadLinks } from './app/read-links';
import type { Links } from './compose-links';
import { LinksController } from './edge/links.controller';
import { ResourceLinkController } from './edge/resource-link.controller';

@Module({})
export class LinkModule {
  /** REST of links over their parts. */
  static over(links: Links, syncNow: SyncNow): DynamicModule {
    return {
      module: LinkModule,
      controllers: [LinksController, ResourceLinkController],
      providers: [
        { provide: ManageableResources, useValue: links.resources },
        { provide: ReadLinks, useValue: links.read },
        { provide: PreviewLink, useValue: links.previewLink },
        { provide: CreateLink, useValue: links.create },
        { provide: PreviewDisconnect, useValue: links.previewDisconnect },
        { provide: DisconnectLink, useValue: links.disconnect },
        { provide: SyncNow, useValue: syncNow },
      ],
    };
  }
}
