import { CurrentUser, type User } from '@kalends/access';
import { ManageableResources } from '@kalends/resources';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CreateLink } from '../app/create-link';
import type { LinkView } from '../app/link-view';
import { PreviewLink, type LinkPreview } from '../app/preview-link';
import { ReadLinks } from '../app/read-links';
import {
  createLinkBody,
  linkAnswer,
  linkPreviewAnswer,
  previewLinkBody,
  type CreateLinkBody,
  type PreviewLinkBody,
} from './links.dto';

/** The link of one resource. */
@ApiTags('links')
@Controller('resources/:resourceId')
export class ResourceLinkController {
  constructor(
    private readonly resources: ManageableResources,
    private readonly read: ReadLinks,
    private readonly preview: PreviewLink,
    private readonly create: CreateLink,
  ) {}

  @Get('link')
  @ApiOkResponse({ standardSchema: linkAnswer })
  getResourceLink(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
  ): Promise<LinkView> {
    return this.read.ofResource(user, resourceId);
  }

  /** What linking would do, with counts; nothing is done yet. */
  @Post('link-preview')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: linkPreviewAnswer })
  async previewLink(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
    @Body({ schema: previewLinkBody }) body: PreviewLinkBody,
  ): Promise<LinkPreview> {
    const resource = await this.resources.getSyncable(user, resourceId);
    return this.preview.execute({ user, resource, ...body });
  }

  /** Links the resource. Emptying the calendar first needs the typed confirmation of the preview. */
  @Post('link')
  @ApiCreatedResponse({ standardSchema: linkAnswer })
  async createLink(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
    @Body({ schema: createLinkBody }) body: CreateLinkBody,
  ): Promise<LinkView> {
    const resource = await this.resources.getSyncable(user, resourceId);
    await this.create.execute({ user, resource, ...body });
    return this.read.ofResource(user, resourceId);
  }
}
