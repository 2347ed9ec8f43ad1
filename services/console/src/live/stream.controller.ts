import { CurrentUser, mayAct, type User } from '@kalends/access';
import { DomainError } from '@kalends/kernel';
import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { EventStream, streamLimits } from './event-stream';
import { LiveHub, type Audience } from './live-hub';

@ApiTags('live')
@Controller('stream')
export class StreamController {
  constructor(private readonly hub: LiveHub) {}

  /**
   * The changes of one branch as server-sent events: `hello` at first, `change` for each, `reset` when the changes since
   * the last seen id are no longer known, `beat` every 15 s. The id is taken from the header, or from the query where a
   * page opened a new EventSource.
   */
  @Get()
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Events hello, change, reset and beat' })
  stream(
    @CurrentUser() user: User,
    @Query('branch') branchId: string | undefined,
    @Query('lastEventId') askedId: string | undefined,
    @Headers('last-event-id') headerId: string | undefined,
    @Res() response: Response,
  ): void {
    const audience = audienceOf(user, branchId);
    const lastId = headerId ?? askedId;
    const missed = lastId === undefined ? [] : this.hub.missed(audience, lastId);
    const stream = new EventStream(response, streamLimits);
    for (const { change, id } of missed ?? []) stream.send('change', change, id);
    stream.send(missed === null ? 'reset' : 'hello', {}, this.hub.latestId());
    const leave = this.hub.listen(audience, ({ change, id }) => stream.send('change', change, id));
    response.on('close', leave);
  }
}

function audienceOf(user: User, branchId: string | undefined): Audience {
  if (!branchId) throw new DomainError('invalid', 'stream/branch-missing', 'Say which branch the stream is for.');
  if (!mayAct(user, 'employee', branchId)) {
    throw new DomainError('forbidden', 'role/not-allowed', 'You have no role in this branch; ask a manager for one.');
  }
  return { tenantId: user.tenantId, branchId };
}
