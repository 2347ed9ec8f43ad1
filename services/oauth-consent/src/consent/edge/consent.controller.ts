import { CurrentUser, type User } from '@kalends/access';
import { ManageableResources } from '@kalends/resources';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CancelConsent } from '../app/cancel-consent';
import { ReadConsent, type ConsentView } from '../app/read-consent';
import { StartConsent } from '../app/start-consent';
import { WithdrawConsent } from '../app/withdraw-consent';
import { consentAnswer, startConsentAnswer, startConsentBody, type StartConsentBody } from './consent.dto';

/** A resource's consent, for managers of its branch and for the employee whose resource it is. */
@ApiTags('consent')
@Controller('resources/:resourceId/consent')
export class ConsentController {
  constructor(
    private readonly resources: ManageableResources,
    private readonly start: StartConsent,
    private readonly read: ReadConsent,
    private readonly cancel: CancelConsent,
    private readonly withdraw: WithdrawConsent,
  ) {}

  /** Begins a consent: open the address in a new window within ten minutes. */
  @Post()
  @ApiCreatedResponse({ standardSchema: startConsentAnswer })
  async startConsent(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
    @Body({ schema: startConsentBody }) body: StartConsentBody,
  ): Promise<{ consentId: string; authorizationUrl: string; expiresAt: Date }> {
    const resource = await this.resources.getSyncable(user, resourceId);
    return this.start.execute({ tenantId: user.tenantId, userId: user.id, resourceId: resource.id, ...body });
  }

  @Get()
  @ApiOkResponse({ standardSchema: consentAnswer })
  async getConsent(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
  ): Promise<ConsentView> {
    const resource = await this.resources.get(user, resourceId);
    return this.read.execute({ tenantId: user.tenantId, resourceId: resource.id });
  }

  /** Ends what is under way at Google's page; what was granted before stays. */
  @Post('cancel')
  @HttpCode(204)
  @ApiNoContentResponse()
  async cancelConsent(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
  ): Promise<void> {
    const resource = await this.resources.get(user, resourceId);
    await this.cancel.execute({ tenantId: user.tenantId, resourceId: resource.id });
  }

  /** Withdraws the consent. The account's permission ends at Google too, unless another resource uses it. */
  @Delete()
  @HttpCode(204)
  @ApiNoContentResponse()
  async withdrawConsent(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
  ): Promise<void> {
    const resource = await this.resources.get(user, resourceId);
    await this.withdraw.execute({ tenantId: user.tenantId, resourceId: resource.id });
  }
}
