import { api, Refused } from './api.js';
import { watchPointer } from './drag.js';
import { openEditor, timesJson } from './editor.js';
import { drawGrid, endOfHour, spanOf } from './grid.js';
import { openAccess, openBin } from './lists.js';
import { addDays, DAY, dayName, MINUTE, toNumber, toWall, wallNow } from './time.js';

const COLORS = ['#1a73e8', '#188038', '#c5221f', '#8430ce', '#b06000', '#007b83', '#c2185b', '#455a64'];
const $ = (id) => document.getElementById(id);

const state = {
  accounts: [],
  account: '',
  calendars: [],
  shown: new Set(),
  view: 'day',
  date: '',
  now: '',
  events: [],
  version: -1,
  etags: new Map(),
};

const visible = () => state.calendars.filter(({ id }) => state.shown.has(id));
const zone = () => (visible()[0] ?? state.calendars[0]).timeZone;
const days = () => (state.view === 'day' ? [state.date] : Array.from({ length: 7 }, (_, n) => addDays(state.date, n)));

function readAddress() {
  const query = new URLSearchParams(location.search);
  const wanted = query.get('account');
  state.account = state.accounts.some(({ email }) => email === wanted) ? wanted : state.accounts[0].email;
  readCalendars();
  const asked = query.getAll('calendar').map((id) => (id === 'primary' ? state.account : id));
  const known = asked.filter((id) => state.calendars.some((calendar) => calendar.id === id));
  state.shown = new Set(known.length > 0 ? known : state.calendars.map(({ id }) => id));
  state.view = query.get('view') ?? (state.shown.size === 1 ? 'week' : 'day');
  state.date = query.get('date') ?? wallNow(state.now, zone()).slice(0, 10);
}

function writeAddress() {
  const query = new URLSearchParams({ account: state.account });
  if (state.shown.size < state.calendars.length) for (const id of state.shown) query.append('calendar', id);
  query.set('view', state.view);
  if (state.date !== wallNow(state.now, zone()).slice(0, 10)) query.set('date', state.date);
  history.replaceState(null, '', `?${query}`);
}

function readCalendars() {
  const known = new Set(state.calendars.map(({ id }) => id));
  const { calendars, name: owner } = state.accounts.find(({ email }) => email === state.account);
  state.calendars = calendars.map((calendar, index) => ({
    id: calendar.id,
    name: calendar.primary ? `${owner} (primary)` : (calendar.summaryOverride ?? calendar.summary),
    timeZone: calendar.timeZone,
    color: COLORS[index % COLORS.length],
  }));
  // A calendar that somebody has just made is shown beside the others.
  if (known.size > 0 && state.shown.size === known.size) for (const { id } of state.calendars) state.shown.add(id);
  for (const id of state.shown) if (!state.calendars.some((calendar) => calendar.id === id)) state.shown.delete(id);
}

async function load() {
  state.accounts = await api.accounts();
  readCalendars();
  const [first, last] = [days()[0], days().at(-1)];
  const window = { timeMin: `${addDays(first, -1)}T00:00:00Z`, timeMax: `${addDays(last, 2)}T00:00:00Z` };
  const query = { singleEvents: 'true', timeZone: zone(), maxResults: '2500', ...window };
  const lists = await Promise.all(
    visible().map(async ({ id }) =>
      (await api.events(state.account, id, query)).map((event) => ({ ...event, calendarId: id })),
    ),
  );
  state.events = lists.flat();
}

function draw() {
  const fresh = new Set(
    state.events.filter(({ id, etag }) => state.etags.size > 0 && state.etags.get(id) !== etag).map(({ id }) => id),
  );
  state.etags = new Map(state.events.map(({ id, etag }) => [id, etag]));
  const now = wallNow(state.now, zone());
  const [first, last] = [days()[0], days().at(-1)];
  const short = { day: 'numeric', month: 'short' };
  const year = { ...short, year: 'numeric' };
  $('period').textContent =
    first === last
      ? dayName(first, { weekday: 'short', ...year })
      : `${dayName(first, short)} – ${dayName(last, year)}`;
  for (const view of ['day', 'week']) $(view).setAttribute('aria-pressed', String(state.view === view));
  $('account').replaceChildren(
    ...state.accounts.map(({ name, email }) => new Option([name, email].join(' · '), email)),
  );
  $('account').value = state.account;
  drawCalendars();
  const focused = document.activeElement?.dataset?.event;
  const grid = drawGrid({
    days: days(),
    calendars: visible(),
    events: state.events,
    today: now.slice(0, 10),
    now,
    fresh,
  });
  $('grid').replaceChildren(grid);
  if (focused)
    $('grid')
      .querySelector(`[data-event="${CSS.escape(focused)}"]`)
      ?.focus();
}

function drawCalendars() {
  const labels = state.calendars.map(({ id, name, color }) => {
    const label = document.createElement('label');
    const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: state.shown.has(id) });
    box.addEventListener('change', () => {
      if (box.checked) state.shown.add(id);
      else if (state.shown.size > 1) state.shown.delete(id);
      void show();
    });
    label.style.setProperty('--color', color);
    label.append(box, name);
    return label;
  });
  $('calendars').replaceChildren($('calendars').querySelector('legend'), ...labels);
}

async function show() {
  state.etags = new Map();
  await refresh();
  writeAddress();
}

async function refresh() {
  await load();
  draw();
}

let noteTimer;
function note(text) {
  $('note').textContent = text;
  clearTimeout(noteTimer);
  noteTimer = setTimeout(() => ($('note').textContent = ''), 5_000);
}

/** Does what the person did, and shows what came of it, also when it was refused. */
async function act(work) {
  try {
    await work();
  } catch (error) {
    note(error instanceof Refused ? error.message : 'The emulator does not answer.');
  }
  await refresh();
}

const eventOf = (button) =>
  state.events.find(({ id, calendarId }) => id === button.dataset.event && calendarId === button.dataset.calendar);
const edit = (more) =>
  openEditor({ account: state.account, zone: zone(), calendars: state.calendars, done: () => void refresh(), ...more });

const handlers = {
  open(button) {
    const event = eventOf(button);
    edit({ event, calendarId: event.calendarId });
  },
  draw: (column, start, end) => edit({ event: null, calendarId: column.dataset.calendar, start, end }),
  move: (button, column, home, minutes) =>
    act(async () => {
      const event = eventOf(button);
      const { start, end } = spanOf(event);
      const shift = minutes * MINUTE + toNumber(column.dataset.day) - toNumber(home.dataset.day);
      const shifted = (wall) => toWall(toNumber(wall) + shift);
      if (shift !== 0)
        await api.change(
          state.account,
          event.calendarId,
          event.id,
          timesJson({ start: shifted(start), end: shifted(end) }, zone()),
        );
      if (column.dataset.calendar !== event.calendarId)
        await api.moveTo(state.account, event.calendarId, event.id, column.dataset.calendar);
    }),
  resize: (button, minutes) =>
    act(async () => {
      const event = eventOf(button);
      const { start, end } = spanOf(event);
      const wanted = toWall(Math.max(toNumber(start) + 15 * MINUTE, toNumber(end) + minutes * MINUTE));
      await api.change(state.account, event.calendarId, event.id, timesJson({ start, end: wanted }, zone()));
    }),
};

function step(direction) {
  state.date = addDays(state.date, direction * (state.view === 'day' ? 1 : 7));
  void show();
}

$('account').addEventListener('change', () => {
  state.account = $('account').value;
  state.calendars = [];
  readCalendars();
  state.shown = new Set(state.calendars.map(({ id }) => id));
  void show();
});
for (const view of ['day', 'week'])
  $(view).addEventListener('click', () => {
    state.view = view;
    void show();
  });
$('previous').addEventListener('click', () => step(-1));
$('next').addEventListener('click', () => step(1));
$('today').addEventListener('click', () => {
  state.date = wallNow(state.now, zone()).slice(0, 10);
  void show();
});
$('new').addEventListener('click', () => {
  const start = `${state.date}T${wallNow(state.now + DAY / 24, zone()).slice(11, 13)}:00`;
  edit({ event: null, calendarId: visible()[0].id, start, end: endOfHour(start) });
});
$('bin').addEventListener('click', () => void openBin(state.account, visible(), zone(), () => void refresh()));
$('access').addEventListener('click', () => void openAccess(state.account));
watchPointer($('grid'), handlers);

/** Looks every second whether something changed, and repaints only then (or when a minute has passed). */
async function watch() {
  try {
    const { version, now } = await api.state();
    const isNews = version !== state.version || toWall(Date.parse(now)) !== toWall(state.now);
    Object.assign(state, { version, now: Date.parse(now) });
    if (isNews && !document.querySelector('.dragged')) await refresh();
  } catch {
    note('The emulator does not answer.');
  }
  setTimeout(() => void watch(), 1_000);
}

const { now, version } = await api.state();
Object.assign(state, { now: Date.parse(now), version });
state.accounts = await api.accounts();
readAddress();
await show();
$('grid').scrollTop = document.querySelector('.hours').getBoundingClientRect().height * (7 / 24);
setTimeout(() => void watch(), 1_000);
