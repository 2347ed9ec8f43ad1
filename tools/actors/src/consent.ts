import type { Api } from './api';
import type { GooglePerson } from './google-world';

export interface ConsentTrip {
  readonly api: Api;
  /** Session cookie of the person in front of the browser. */
  readonly cookie: string;
  readonly resourceId: string;
  readonly person: GooglePerson;
  /** Asks for the scope that an existing calendar needs, too. */
  readonly existingCalendar: boolean;
  /** Which of Google's boxes are ticked; all of them by default. */
  readonly tick?: (scope: string) => boolean;
}

/** Goes through Google's consent page as a browser would, and answers Kalends' last page. */
export async function giveConsent(trip: ConsentTrip): Promise<{ status: number; page: string }> {
  const { authorizationUrl } = await trip.api.ok<{ authorizationUrl: string }>(
    `oauth-consent/resources/${trip.resourceId}/consent`,
    { body: { plan: trip.existingCalendar ? 'existing' : 'create' } },
  );
  const consent = new URL(authorizationUrl);
  consent.pathname += '/consent';
  consent.searchParams.set('account', trip.person.email);
  const page = await (await fetch(consent)).text();
  const boxes = [...page.matchAll(/name="scope"[^>]*value="([^"]+)"/g)].map(([, scope]) => scope!);
  const ticked = boxes.filter(trip.tick ?? (() => true));
  const form = new URLSearchParams([
    ['account', trip.person.email],
    ['decision', 'continue'],
    ...ticked.map((scope): [string, string] => ['scope', scope]),
  ]);
  const answer = await fetch(consent, { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (!location) throw new Error(`Google's page answered ${answer.status} without sending the person back`);
  const last = await fetch(location, { headers: { cookie: trip.cookie } });
  return { status: last.status, page: await last.text() };
}
