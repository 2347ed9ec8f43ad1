import { NotOk } from '@kalends/actors';
import type { GoogleOrder } from '@kalends/simulator';
import type { Company } from './company';

/** What people do at Google's own pages. */
export async function doInGoogle({ system, accounts }: Company, order: GoogleOrder): Promise<void> {
  const account = accounts[order.account]!;
  const { person, calendarId } = account;
  const { google } = system;
  const changes = async (): Promise<void> => void (account.changedAfter = await google.lastCall());
  const copied = async (eventId: string, body: object): Promise<void> => {
    const { id } = await person.duplicate(calendarId, eventId);
    await changes();
    await person.edit(calendarId, id, body);
  };
  await changes();
  switch (order.do) {
    case 'insert':
      return ifThere(person.create(calendarId, order.body));
    case 'patch':
      return ifThere(person.edit(calendarId, order.eventId, order.body));
    case 'delete':
      return ifThere(person.remove(calendarId, order.eventId));
    case 'undelete':
      return ifThere(person.restore(calendarId, order.eventId));
    case 'duplicate':
      return ifThere(copied(order.eventId, order.body));
    case 'delete-calendar':
      return ifThere(person.deleteCalendar(calendarId));
    case 'expire-sync-tokens':
      return google.admin('POST', '/sync-tokens/expire', { calendar: calendarId });
    case 'expire-tokens':
      return google.admin('POST', '/tokens/expire', { kind: 'access', account: person.email });
    case 'revoke':
      return person.revokeApp();
  }
}

/** Somebody else may have been quicker: then there is nothing to do it to. */
async function ifThere(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof NotOk) || error.status >= 500) throw error;
  });
}
