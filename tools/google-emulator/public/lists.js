import { api } from './api.js';
import { spanOf } from './grid.js';

const dialog = document.getElementById('list');
const items = document.getElementById('list-items');

function show(title, rows, empty) {
  document.getElementById('list-title').textContent = title;
  items.replaceChildren(...rows);
  if (rows.length === 0) items.append(Object.assign(document.createElement('li'), { textContent: empty }));
  if (!dialog.open) dialog.showModal();
}

function row(title, detail, action, work) {
  const item = document.createElement('li');
  const text = document.createElement('span');
  text.append(title, Object.assign(document.createElement('small'), { textContent: detail }));
  const button = Object.assign(document.createElement('button'), { textContent: action });
  button.setAttribute('aria-label', `${action} ${title}`);
  button.addEventListener('click', work);
  item.append(text, button);
  return item;
}

/** Deleted events of the calendars on screen, each with a way back. */
export async function openBin(account, calendars, timeZone, done) {
  const rows = [];
  for (const calendar of calendars) {
    const events = await api.events(account, calendar.id, { showDeleted: 'true', timeZone });
    const titles = new Map(events.map((event) => [event.id, event.summary]));
    for (const event of events.filter(
      ({ status, start, recurringEventId }) => status === 'cancelled' && (start || recurringEventId),
    )) {
      const when = event.start
        ? spanOf(event).start
        : (event.originalStartTime.dateTime ?? event.originalStartTime.date);
      const title = event.summary ?? `${titles.get(event.recurringEventId) ?? 'Series'} (one date)`;
      const restore = async () => {
        await api.restore(account, calendar.id, event.id);
        done();
        await openBin(account, calendars, timeZone, done);
      };
      rows.push(row(title, `${when.slice(0, 16).replace('T', ' ')} · ${calendar.name}`, 'Restore', restore));
    }
  }
  show('Bin', rows, 'The bin is empty.');
}

/** Applications that the account gave access, each with the end of it. */
export async function openAccess(account) {
  const grants = await api.grants(account);
  const rows = grants.map(({ clientId, scopes }) =>
    row(clientId, scopes.map((scope) => scope.split('/auth/').at(-1)).join(', '), 'Remove access of', async () => {
      await api.revoke(account, clientId);
      await openAccess(account);
    }),
  );
  show('Applications with access', rows, 'No application has access to this account.');
}
