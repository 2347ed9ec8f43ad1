import { CurrentUser, LeastRole, type User } from '@kalends/access';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SyncNow } from '../../inward/app/sync-now';
import { DisconnectLink } from '../app/disconnect-link';
import type { LinkView } from '../app/link-view';
import { PreviewDisconnect, type DisconnectPreview } from '../app/preview-disconnect';
import { ReadLinks } from '../app/read-links';
import {
  disconnectBody,
  disconnectPreviewAnswer,
  linkAnswer,
  listQuery,
  type DisconnectBody,
  type ListQuery,
} from './links.dto';

/** Links that exist: everybody of the branch sees them, managers and the employee concerned change them. */
@ApiTags('links')
@Controller('links')
export class LinksController {
  constructor(
    private readonly read: ReadLinks,
    private readonly syncNow: SyncNow,
    private readonly preview: PreviewDisconnect,
    private readonly disconnect: DisconnectLink,
  ) {}

  @Get()
  @LeastRole('employee')
  @ApiOkResponse({ standardSchema: linkAnswer, isArray: true })
  listLinks(@CurrentUser() user: User, @Query({ schema: listQuery }) query: ListQuery): Promise<LinkView[]> {
    return this.read.list(user, query.branch);
  }

  /** Looks at both sides now, also after something was mended in Google. */
  @Post(':id/sync-now')
  @HttpCode(202)
  @ApiAcceptedResponse()
  async syncLinkNow(@CurrentUser() user: User, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    const link = await this.read.changeable(user, id);
    await this.syncNow.run(link.tenantId, link.id);
  }

  /** Lets the deletions happen that were held back because there were unusually many. */
  @Post(':id/approve-deletions')
  @HttpCode(202)
  @ApiAcceptedResponse()
  async approveDeletions(@CurrentUser() user: User, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    const link = await this.read.changeable(user, id);
    await this.syncNow.approveDeletions(link.tenantId, link.id);
  }

  /** What each way of disconnecting would delete. */
  @Post(':id/disconnect-preview')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: disconnectPreviewAnswer })
  async previewDisconnect(
    @CurrentUser() user: User,
    @Param('id', ParseUUIDPipe) id: string,
  ): Promise<DisconnectPreview> {
    return this.preview.execute(user, await this.read.changeable(user, id));
  }

  /** Begins to disconnect; the link is gone when Google has done its part. */
  @Delete(':id')
  @HttpCode(202)
  @ApiAcceptedResponse()
  async disconnectLink(
    @CurrentUser() user: User,
    @Param('id', ParseUUIDPipe) id: string,
    @Body({ schema: disconnectBody }) body: DisconnectBody,
  ): Promise<void> {
    await this.disconnect.execute(user, await this.read.changeable(user, id), body.google, body.confirmation);
  }
}
