import { accounts, secret } from '../world/google';
import type { WrittenRow } from '../world/rows';
import type { Evidence, Violation } from './evidence';

/**
 * I8: what one company has is nobody else's. Each row of each service, each record on the bus and each event that Kalends
 * wrote names nothing that another company owns, neither by id nor by a title's words; nobody who reached over got
 * anything. Whose something is, is told by the resources, which are the companies' from the beginning, and never by
 * the row in which it stands. Also: the primary calendar is never written to, and nothing of it is in Kalends.
 */
export function judgeWalls(evidence: Evidence): Violation[] {
  const rows = evidence.rows();
  const found = [...onPrimary(evidence), ...crossings(evidence, rows)];
  for (const breach of evidence.breaches) found.push({ invariant: 'I8', says: `a trespasser’s ${breach}` });
  if (rows.some(({ text }) => text.includes(secret)))
    found.push({ invariant: 'private', says: 'an event of a calendar that is not linked is in Kalends' });
  return found;
}

const primary = new Set(accounts.map(({ email }) => email));

const onPrimary = ({ calls }: Evidence): Violation[] =>
  calls
    .filter(
      ({ writes, calendarId, clientId }) =>
        writes && clientId !== null && calendarId !== null && primary.has(calendarId),
    )
    .map(({ operation }) => ({ invariant: 'primary', says: `${operation} on a primary calendar` }));

function crossings(evidence: Evidence, rows: readonly WrittenRow[]): Violation[] {
  const found: Violation[] = [];
  const owners = ownersOf(evidence);
  const foreign = new Map(evidence.companies.map(({ tenantId }) => [tenantId, namesOfOthers(tenantId, owners)]));
  for (const { table, tenantId, text } of [...rows, ...writtenInGoogle(evidence, owners)]) {
    const names = foreign.get(tenantId);
    if (names === undefined) {
      found.push({ invariant: 'I8', says: `a row of ${table} is of no company: “${tenantId}”` });
      continue;
    }
    const [name] = names.exec(text) ?? [];
    if (name !== undefined)
      found.push({ invariant: 'I8', says: `${table} of ${tenantId} holds ${name}, which is ${owners.get(name)}’s` });
  }
  return found;
}

/** Ids, calendars and words of titles that the other companies own, as they stand in a row. */
function namesOfOthers(tenantId: string, owners: ReadonlyMap<string, string>): RegExp {
  const names = [...owners].filter(([, owner]) => owner !== undefined && owner !== tenantId).map(([name]) => name);
  return new RegExp(names.join('|').replaceAll('.', String.raw`\.`));
}

/** Tenant by the name of what it owns. */
function ownersOf({ companies, resources, appointments, links }: Evidence): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { tenantId, branchId, userId, word } of companies)
    for (const name of [tenantId, branchId, userId, word]) owners.set(name, tenantId);
  for (const [index, { id, company }] of resources.entries())
    for (const name of [id, accounts[index]!.calendarId]) owners.set(name, company.tenantId);
  for (const { id, resourceIds } of appointments) owners.set(id, owners.get(resourceIds[0]!)!);
  for (const { id, resourceId, grantId } of links)
    for (const name of [id, grantId]) owners.set(name, owners.get(resourceId)!);
  return owners;
}

/** An event belongs to whoever has its calendar. */
const writtenInGoogle = ({ states }: Evidence, owners: ReadonlyMap<string, string>): WrittenRow[] =>
  states
    .filter(({ by }) => by === 'kalends')
    .map(({ calendarId, event }) => ({
      table: 'Google’s calendar',
      tenantId: owners.get(calendarId) ?? '',
      text: JSON.stringify(event),
    }));
