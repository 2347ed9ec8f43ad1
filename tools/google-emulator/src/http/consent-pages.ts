import { Router, urlencoded, type Request } from 'express';
import type { Emulator } from '../core/emulator';
import { approve, deny, isGranted, readAuthorizationRequest, scopesToAsk } from '../core/oauth/authorization';
import { OAuthError } from '../core/oauth/oauth-error';
import { wordsFor } from '../core/oauth/scopes';
import { accountPage, consentPage, errorPage } from '../page/consent-html';

const PATH = '/o/oauth2/v2/auth';

/** The pages that a person sees between an application's redirect to Google and the redirect back. */
export function consentPages(emulator: Emulator): Router {
  const router = Router();
  const read = (request: Request) =>
    emulator.run((context) => readAuthorizationRequest(context, fieldsOf(request.query))).result;

  router.get(PATH, (request, response) => {
    const wanted = read(request);
    if (wanted.prompt.has('none')) return response.redirect(deny(wanted, 'interaction_required'));
    response.send(accountPage(wanted, emulator.state.accounts.all(), fieldsOf(request.query)));
  });

  router.get(`${PATH}/consent`, (request, response) => {
    const wanted = read(request);
    const account = emulator.state.accounts.get('', fieldsOf(request.query).account ?? '');
    if (!account) throw new OAuthError('invalid_request', 'Choose an account.');
    const isSkipped = emulator.run((context) => isGranted(context, wanted, account.email)).result;
    if (isSkipped) {
      const { result } = emulator.run((context) => approve(context, wanted, account.email, wanted.scopes));
      return response.redirect(result);
    }
    const asked = scopesToAsk(wanted).map((scope) => ({ scope, words: wordsFor(scope) }));
    response.send(consentPage(wanted, account, asked, fieldsOf(request.query)));
  });

  router.post(`${PATH}/consent`, urlencoded({ extended: false }), (request, response) => {
    const wanted = read(request);
    const {
      account = '',
      decision,
      scope,
    } = request.body as { account?: string; decision?: string; scope?: string | string[] };
    if (!emulator.state.accounts.get('', account)) throw new OAuthError('invalid_request', 'Choose an account.');
    if (decision !== 'continue') return response.redirect(303, deny(wanted));
    const asked = scopesToAsk(wanted);
    // A single scope has no box: going on is the consent.
    const ticked = asked.length === 1 ? asked : [scope ?? []].flat();
    response.redirect(303, emulator.run((context) => approve(context, wanted, account, ticked)).result);
  });

  router.use(
    (
      error: unknown,
      _request: Request,
      response: Parameters<Parameters<Router['get']>[1]>[1],
      next: (error: unknown) => void,
    ) => {
      if (error instanceof OAuthError) response.status(error.status).send(errorPage(error));
      else next(error);
    },
  );
  return router;
}

function fieldsOf(query: Request['query']): Record<string, string | undefined> {
  const fields = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]);
  return Object.fromEntries(fields) as Record<string, string | undefined>;
}
