import { Public, sessionCookie, SignInVerifier, type User } from '@kalends/access';
import { isDomainError, type Log } from '@kalends/kernel';
import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CompleteConsent, type CallbackAnswer } from '../app/complete-consent';
import { pageHeaders, renderPage } from './callback-page';
import { logToken } from './log-token';
import { languageOf, textOf } from './callback-texts';

const statuses: Readonly<Partial<Record<CallbackAnswer['outcome'], number>>> = {
  'unknown-state': 400,
  'already-used': 409,
  cancelled: 409,
  expired: 410,
};

const single = (value: unknown): string | null => (typeof value === 'string' && value.length <= 2048 ? value : null);

/** Where Google sends the person back to. It answers with a page, whatever happens: nobody reads JSON in a pop-up window. */
@Controller('callback')
@ApiExcludeController()
export class CallbackController {
  constructor(
    private readonly complete: CompleteConsent,
    private readonly verifier: SignInVerifier,
    @Inject(logToken) private readonly log: Log,
  ) {}

  /** Public, because a missing session is answered with a page too. */
  @Get()
  @Public()
  async callback(
    @Query() query: Record<string, unknown>,
    @Headers('accept-language') acceptLanguage: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const language = languageOf(acceptLanguage);
    const user = await this.userOf(request);
    const answer = user && (await this.answer(user, query));
    const text = textOf(language, answer?.outcome ?? 'signed-out', answer?.missing ?? []);
    response
      .status(answer ? (statuses[answer.outcome] ?? 200) : 401)
      .set(pageHeaders)
      .send(renderPage(language, text, answer?.retryUrl ?? null));
  }

  private async answer(user: User, query: Record<string, unknown>): Promise<CallbackAnswer> {
    try {
      return await this.complete.execute({
        tenantId: user.tenantId,
        userId: user.id,
        state: single(query.state) ?? '',
        code: single(query.code),
        error: single(query.error),
      });
    } catch (error) {
      this.log.error('consent.callback-failed', { tenantId: user.tenantId, error });
      return { outcome: 'failed', missing: [], retryUrl: null };
    }
  }

  /** The console's window and this one share the session cookie; it is sent along from Google's page (SameSite=Lax). */
  private async userOf(request: Request): Promise<User | null> {
    const token = (request.cookies as Record<string, string> | undefined)?.[sessionCookie];
    try {
      return token ? await this.verifier.verify(token) : null;
    } catch (error) {
      if (isDomainError(error)) return null;
      throw error;
    }
  }
}
