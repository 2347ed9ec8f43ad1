import { Public } from '@kalends/access';
import { Controller, Headers, HttpCode, NotFoundException, PayloadTooLargeException, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AcceptPushes } from '../app/accept-pushes';

/** Google's pushes have no body; the little that one may have is not looked at. */
const mostBytes = 1024;

/** Where Google's push notifications arrive (Calendar API guide, "Push notifications"). */
@Controller('hooks/google')
@ApiExcludeController()
export class GooglePushController {
  constructor(private readonly pushes: AcceptPushes) {}

  @Post()
  @Public()
  @HttpCode(204)
  async push(
    @Headers('x-goog-channel-id') channelId = '',
    @Headers('x-goog-channel-token') token = '',
    @Headers('content-length') length = '0',
  ): Promise<void> {
    if (Number(length) > mostBytes) throw new PayloadTooLargeException();
    if (!(await this.pushes.accept(channelId, token))) throw new NotFoundException();
  }
}
