// The admin plane: what a person does on Google's page.

export class Refused extends Error {}

async function call(method, path, body) {
  const response = await fetch(`/admin${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Refused(answer.error?.message ?? `Error ${response.status}`);
  return answer;
}

const part = encodeURIComponent;
const eventsPath = (account, calendar) => `/accounts/${part(account)}/calendars/${part(calendar)}/events`;

/** All pages of a list. */
async function listAll(path, query) {
  const items = [];
  let pageToken = '';
  do {
    const page = await call('GET', `${path}?${new URLSearchParams({ ...query, ...(pageToken && { pageToken }) })}`);
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return items;
}

export const api = {
  accounts: async () => (await call('GET', '/accounts')).accounts,
  state: () => call('GET', '/version'),
  events: (account, calendar, query) => listAll(eventsPath(account, calendar), query),
  event: (account, calendar, id, timeZone) =>
    call('GET', `${eventsPath(account, calendar)}/${part(id)}?timeZone=${part(timeZone)}`),
  create: (account, calendar, event) => call('POST', eventsPath(account, calendar), event),
  change: (account, calendar, id, changes) => call('PATCH', `${eventsPath(account, calendar)}/${part(id)}`, changes),
  remove: (account, calendar, id) => call('DELETE', `${eventsPath(account, calendar)}/${part(id)}`),
  restore: (account, calendar, id) => call('POST', `${eventsPath(account, calendar)}/${part(id)}/restore`),
  duplicate: (account, calendar, id) => call('POST', `${eventsPath(account, calendar)}/${part(id)}/duplicate`),
  moveTo: (account, calendar, id, destination) =>
    call('POST', `${eventsPath(account, calendar)}/${part(id)}/move?destination=${part(destination)}`),
  grants: async (account) => (await call('GET', `/accounts/${part(account)}/grants`)).grants,
  revoke: (account, client) => call('DELETE', `/accounts/${part(account)}/grants/${part(client)}`),
};
