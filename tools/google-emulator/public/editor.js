import { api } from './api.js';
import { spanOf } from './grid.js';
import { addDays, toNumber, toWall } from './time.js';

const dialog = document.getElementById('editor');
const form = dialog.querySelector('form');
const field = (name) => form.elements.namedItem(name);
const problem = document.getElementById('problem');

/** What is edited: the account, the zone of the view, the event (null is a new one) and what to do when it is done. */
let current = null;

/** Opens the dialog; `wanted` is { account, zone, calendars, event, calendarId, start, end, done }. */
export function openEditor(wanted) {
  current = wanted;
  const { event, calendars } = wanted;
  form.reset();
  problem.textContent = '';
  document.getElementById('editor-title').textContent = event ? 'Event' : 'New event';
  field('calendar').replaceChildren(...calendars.map(({ id, name }) => new Option(name, id)));
  field('calendar').value = wanted.calendarId;
  field('summary').value = event?.summary ?? '';
  field('description').value = event?.description ?? '';
  field('transparency').value = event?.transparency ?? 'opaque';
  field('visibility').value = event?.visibility ?? 'default';
  field('repeat').closest('label').hidden = Boolean(event);
  field('calendar').disabled = Boolean(event?.recurringEventId);
  const span = event ? spanOf(event) : { start: wanted.start, end: wanted.end, allDay: false };
  field('allDay').checked = span.allDay;
  showTimes(span);
  document.getElementById('scope').hidden = !event?.recurringEventId;
  for (const id of ['delete', 'duplicate']) document.getElementById(id).hidden = !event;
  dialog.showModal();
  field('summary').select();
}

/** Of a whole-day event the person sees the last day, not the first one after it. */
function showTimes({ start, end, allDay }) {
  for (const name of ['start', 'end']) field(name).type = allDay ? 'date' : 'datetime-local';
  field('start').value = start;
  field('end').value = allDay ? addDays(end, -1) : end;
}

field('allDay').addEventListener('change', () => {
  const allDay = field('allDay').checked;
  const [start, end] = [field('start').value, field('end').value];
  if (allDay) showTimes({ start: start.slice(0, 10), end: addDays(end.slice(0, 10), 1), allDay });
  else showTimes({ start: `${start}T09:00`, end: `${end}T10:00`, allDay });
});

function readSpan() {
  const allDay = field('allDay').checked;
  const [start, end] = [field('start').value, field('end').value];
  return { start, end: allDay ? addDays(end, 1) : end, allDay };
}

/** Google's start and end; the members of the other kind are nulled, as a patch needs it. */
export function timesJson({ start, end, allDay }, zone) {
  const side = (wall) =>
    allDay ? { date: wall, dateTime: null, timeZone: null } : { dateTime: `${wall}:00`, timeZone: zone, date: null };
  return { start: side(start), end: side(end) };
}

/** The event or, for the whole series, its master, with the new times carried over to it. */
async function targetOf(span) {
  const { account, event, zone } = current;
  if (!event.recurringEventId || field('scope').value === 'instance') return { id: event.id, span };
  const id = event.recurringEventId;
  const master = spanOf(await api.event(account, event.calendarId, id, zone));
  const before = spanOf(event);
  const shifted = (side) =>
    toWall(toNumber(master[side]) + toNumber(span[side]) - toNumber(before[side])).slice(0, span.allDay ? 10 : 16);
  return { id, span: span.allDay === before.allDay ? { ...span, start: shifted('start'), end: shifted('end') } : span };
}

async function save() {
  const { account, event, zone } = current;
  const calendar = field('calendar').value;
  const texts = {
    summary: field('summary').value,
    description: field('description').value,
    transparency: field('transparency').value,
    visibility: field('visibility').value,
  };
  if (!event) {
    const repeat = field('repeat').value;
    await api.create(account, calendar, {
      ...texts,
      ...timesJson(readSpan(), zone),
      ...(repeat && { recurrence: [repeat] }),
    });
    return;
  }
  const target = await targetOf(readSpan());
  await api.change(account, event.calendarId, target.id, { ...texts, ...timesJson(target.span, zone) });
  if (calendar !== event.calendarId) await api.moveTo(account, event.calendarId, target.id, calendar);
}

async function finish(work) {
  try {
    await work();
    dialog.close();
    current.done();
  } catch (error) {
    problem.textContent = error.message;
  }
}

form.addEventListener('submit', (submit) => {
  submit.preventDefault();
  void finish(save);
});
document.getElementById('close').addEventListener('click', () => dialog.close());
document
  .getElementById('delete')
  .addEventListener(
    'click',
    () =>
      void finish(async () => api.remove(current.account, current.event.calendarId, (await targetOf(readSpan())).id)),
  );
document
  .getElementById('duplicate')
  .addEventListener(
    'click',
    () => void finish(() => api.duplicate(current.account, current.event.calendarId, current.event.id)),
  );
