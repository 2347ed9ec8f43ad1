import { addDays, dayName, MINUTE, minutesOf, toNumber, toWall } from './time.js';

const element = (tag, className, content = '') => {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
};

/** Start and end of an event on the wall clock of the view. */
export function spanOf(event) {
  const { start, end } = event;
  return start.date
    ? { start: start.date, end: end.date, allDay: true }
    : { start: start.dateTime.slice(0, 16), end: end.dateTime.slice(0, 16), allDay: false };
}

/** Draws one column per day and calendar; `view` is { days, calendars, events, today, now, fresh }. */
export function drawGrid(view) {
  const columns = view.days.flatMap((day) =>
    view.calendars.map((calendar, index) => ({ day, calendar, later: index > 0 })),
  );
  const grid = element('div', 'grid');
  grid.style.setProperty('--columns', columns.length);
  grid.style.setProperty('--least', view.days.length > 1 ? '72px' : '120px');
  grid.append(element('div', 'corner'));
  for (const column of columns) grid.append(heading(column, view));
  grid.append(element('div', 'whole label', 'all day'));
  for (const column of columns) grid.append(wholeDay(column, view));
  grid.append(hours());
  for (const column of columns) grid.append(timed(column, view));
  return grid;
}

function classes(name, { day, later }, { today }) {
  return [name, later ? 'later' : '', day === today ? 'today' : ''].join(' ').trim();
}

function heading(column, view) {
  const head = element('div', classes('head', column, view));
  head.style.setProperty('--color', column.calendar.color);
  const month = view.days.length > 1 ? {} : { month: 'short' };
  const date = element('b', '', dayName(column.day, { weekday: 'short', day: 'numeric', ...month }));
  const name = element('small', '', column.calendar.name);
  name.prepend(element('i', ''));
  head.append(date, name);
  return head;
}

function hours() {
  const scale = element('div', 'hours');
  for (let hour = 1; hour < 24; hour += 1) {
    const label = element('span', '', `${String(hour).padStart(2, '0')}:00`);
    label.style.top = `calc(${hour} * var(--hour))`;
    scale.append(label);
  }
  return scale;
}

const eventsOf = ({ calendar }, { events }) => events.filter((event) => event.calendarId === calendar.id);

function wholeDay(column, view) {
  const cell = element('div', classes('whole', column, view));
  for (const event of eventsOf(column, view)) {
    const span = spanOf(event);
    if (span.allDay && span.start <= column.day && column.day < span.end)
      cell.append(eventButton(event, column, 'all day', view));
  }
  return cell;
}

function timed(column, view) {
  const cell = element('div', classes('column', column, view));
  cell.setAttribute('role', 'group');
  cell.setAttribute(
    'aria-label',
    `${column.calendar.name}, ${dayName(column.day, { weekday: 'long', day: 'numeric', month: 'long' })}`,
  );
  cell.dataset.day = column.day;
  cell.dataset.calendar = column.calendar.id;
  cell.style.setProperty('--color', column.calendar.color);
  const midnight = toNumber(column.day);
  const parts = eventsOf(column, view)
    .map((event) => ({ event, ...spanOf(event) }))
    .filter(
      ({ allDay, start, end }) => !allDay && start < `${addDays(column.day, 1)}T00:00` && end > `${column.day}T00:00`,
    )
    .map(({ event, start, end }) => ({
      event,
      from: Math.max(0, (toNumber(start) - midnight) / MINUTE),
      to: Math.min(24 * 60, (toNumber(end) - midnight) / MINUTE),
    }));
  for (const { event, from, to, lane, lanes } of packed(parts)) {
    const span = spanOf(event);
    const button = eventButton(event, column, `${span.start.slice(11)}–${span.end.slice(11)}`, view);
    button.style.top = `calc(${from} / 60 * var(--hour))`;
    button.style.height = `calc(${Math.max(to - from, 25)} / 60 * var(--hour) - 1px)`;
    button.style.left = `calc(${(lane / lanes) * 100}% + 2px)`;
    button.style.width = `calc(${100 / lanes}% - 5px)`;
    button.append(element('span', 'grip'));
    cell.append(button);
  }
  if (column.day === view.today) {
    const line = element('div', 'now');
    line.style.top = `calc(${minutesOf(view.now)} / 60 * var(--hour))`;
    cell.append(line);
  }
  return cell;
}

/** Puts overlapping events beside each other. */
function packed(parts) {
  const sorted = [...parts].sort((a, b) => a.from - b.from || b.to - a.to);
  let group = [];
  let groupEnd = 0;
  const placed = [];
  const flush = () => {
    const lanes = Math.max(0, ...group.map(({ lane }) => lane)) + 1;
    placed.push(...group.map((part) => ({ ...part, lanes })));
    group = [];
  };
  for (const part of sorted) {
    if (part.from >= groupEnd) flush();
    let lane = 0;
    while (group.some((other) => other.lane === lane && other.to > part.from)) lane += 1;
    group.push({ ...part, lane });
    groupEnd = Math.max(groupEnd, part.to);
  }
  flush();
  return placed;
}

function eventButton(event, { calendar }, when, { fresh }) {
  const button = element('button', 'event');
  const title = event.summary || '(no title)';
  button.append(element('strong', '', title));
  if (!event.start.date) button.append(' ', element('span', '', when));
  // The name begins with what can be seen, so that speaking it finds the button.
  button.setAttribute('aria-label', `${title} ${when}, ${calendar.name}`);
  button.dataset.event = event.id;
  button.dataset.calendar = event.calendarId;
  button.style.setProperty('--color', calendar.color);
  button.classList.toggle('whole-day', Boolean(event.start.date));
  button.classList.toggle('free', event.transparency === 'transparent');
  button.classList.toggle('fresh', fresh.has(event.id));
  button.title = [title, when, event.description].filter(Boolean).join('\n');
  return button;
}

export const endOfHour = (wall) => toWall(toNumber(wall) + 60 * MINUTE);
