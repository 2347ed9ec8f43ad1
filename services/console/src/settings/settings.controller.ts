import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';

export const pageSettings = z
  .object({
    emulatorUrl: z.url().nullable().meta({ description: 'Where the local stand-in for Google shows its calendars' }),
  })
  .meta({ id: 'PageSettings' });

export type PageSettings = z.infer<typeof pageSettings>;

export const pageSettingsToken = Symbol('PageSettings');

/** What the page must know of the installation it belongs to. */
@ApiTags('settings')
@Controller('settings')
export class SettingsController {
  constructor(@Inject(pageSettingsToken) private readonly settings: PageSettings) {}

  @Get()
  @ApiOkResponse({ standardSchema: pageSettings })
  getSettings(): PageSettings {
    return this.settings;
  }
}
