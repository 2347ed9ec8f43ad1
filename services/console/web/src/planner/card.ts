import type { DayItem } from '../api/scheduling';

export interface CardTexts {
  readonly start: string;
  readonly end: string;
  readonly title: string;
  readonly overbooked: string | null;
  /** "Done", "No-show". */
  readonly closed: string | null;
  readonly series: string | null;
  /** "Google Calendar": only for appointments that were made outside the planner. */
  readonly origin: string | null;
}

/** Paths of 24 × 24 stroke icons: cards are plain DOM because a day may have hundreds of them. */
const icons = {
  warning: 'M12 9v4M12 17h.01M10.3 4 2.6 17.6A2 2 0 0 0 4.3 20.5h15.4a2 2 0 0 0 1.7-2.9L13.7 4a2 2 0 0 0-3.4 0Z',
  check: 'm5 12 5 5L20 7',
  repeat: 'M4 12V9a3 3 0 0 1 3-3h13m-3-3 3 3-3 3M20 12v3a3 3 0 0 1-3 3H4m3 3-3-3 3-3',
  outside: 'M15 3h6v6M10 14 21 3M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6',
  google: 'M20 12h-8v3h4.5A5 5 0 1 1 15 8.2L17.3 6A8.3 8.3 0 1 0 20 12Z',
} as const;

function icon(name: keyof typeof icons, label?: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '2',
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(svg.namespaceURI, 'path') as SVGPathElement;
  path.setAttribute('d', icons[name]);
  svg.append(path);
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  } else {
    svg.setAttribute('aria-hidden', 'true');
  }
  return svg;
}

function span(className: string, ...children: (Node | string)[]): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.append(...children);
  return element;
}

function marksOf(item: DayItem, texts: CardTexts): Node[] {
  const marks = [
    texts.series && icon('repeat', texts.series),
    texts.origin && icon(item.origin === 'google' ? 'google' : 'outside', texts.origin),
  ].filter((mark) => mark !== null && mark !== '');
  return marks.length > 0 ? [span('card-marks', ...marks)] : [];
}

/** The inside of an appointment on the grid. Its text is the accessible name of the appointment's button. */
export function drawCard(item: DayItem, texts: CardTexts, short: boolean): HTMLElement {
  const card = document.createElement('div');
  card.className = short ? 'card is-short' : 'card';
  card.dataset.appointment = item.appointmentId;
  card.dataset.testid = `appointment-${item.appointmentId}`;
  card.title = `${texts.start} – ${texts.end} ${texts.title}`;
  const time = span('card-time', texts.start, span('card-time-end', ` – ${texts.end}`), ' ');
  const title = span('card-title', texts.title, ' ');
  const flags = [
    ...(texts.overbooked ? [span('card-flag', icon('warning'), texts.overbooked, ' ')] : []),
    ...(texts.closed ? [span('card-flag is-quiet', icon('check'), texts.closed, ' ')] : []),
  ];
  const marks = marksOf(item, texts);
  if (short) card.append(time, title, ...flags, ...marks);
  else if (flags.length > 0) card.append(span('card-line', title, ...marks), ...flags, time);
  else card.append(span('card-line', time, ...marks), title);
  return card;
}

/** Draws the eye to an appointment that changed elsewhere. */
export function flash(appointmentId: string): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const card of document.querySelectorAll(`[data-appointment="${CSS.escape(appointmentId)}"]`)) {
    card.closest('.ec-event')?.animate(
      [
        { boxShadow: '0 0 0 3px var(--mantine-color-yellow-5)', filter: 'brightness(1.12)' },
        { boxShadow: '0 0 0 0 transparent', filter: 'none' },
      ],
      { duration: 2200, easing: 'ease-out' },
    );
  }
}
