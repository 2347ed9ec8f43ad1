import { customers, people, rooms, templates } from './company';
import { demoId, demoNumber } from './demo-id';

const dayMs = 24 * 60 * 60 * 1000;
const zone = 'Europe/Berlin';

/** Body of `POST /api/scheduling/appointments`. */
export interface DemoAppointment {
  readonly id: string;
  readonly resourceIds: readonly string[];
  readonly customerIds: readonly string[];
  readonly templateId: string;
  readonly content: { readonly title: string; readonly start: DemoTime; readonly end: DemoTime };
}

interface DemoTime {
  readonly at: string;
  readonly zone: string;
}

/** Half-hour slots from 9:00 at which a person's appointments begin: two hours apart, so that the longest never meets the next. */
const slots = [0, 4, 9, 13];

/** The instant of a wall-clock time in Berlin: the offset of that day's noon, as no day of the demo's hours is split by a change. */
function berlinTime(date: string, minutes: number): DemoTime {
  const noon = new Date(`${date}T12:00:00Z`);
  const hourThere = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', timeZone: zone }).format(noon));
  const instant = Date.parse(`${date}T00:00:00Z`) + (minutes - (hourThere - 12) * 60) * 60_000;
  return { at: new Date(instant).toISOString().replace('.000Z', 'Z'), zone };
}

function appointmentOf(date: string, person: (typeof people)[number], slot: number): DemoAppointment {
  const { resource } = person;
  const words = [date, resource.id, slot] as const;
  const template = templates[demoNumber(templates.length, 'template', ...words)] ?? templates[0];
  const customer = customers[demoNumber(customers.length, 'customer', ...words)];
  const start = 9 * 60 + slot * 30;
  // One person per branch uses its room: no two of them meet there.
  const ownRooms = rooms.filter(({ branchId }) => branchId === resource.branchId);
  const room = ownRooms[people.filter(({ resource: other }) => other.branchId === resource.branchId).indexOf(person)];
  return {
    id: demoId('appointment', ...words),
    resourceIds: room && demoNumber(2, 'room', ...words) === 0 ? [resource.id, room.id] : [resource.id],
    customerIds: customer ? [customer.id] : [],
    templateId: template.id,
    content: {
      title: `${template.designation} ${customer?.name ?? ''}`.trim(),
      start: berlinTime(date, start),
      end: berlinTime(date, start + template.durationMinutes),
    },
  };
}

/** The appointments of all people on the working days in [from, to), dates as YYYY-MM-DD. */
export function demoAppointments(from: string, to: string): DemoAppointment[] {
  const made: DemoAppointment[] = [];
  for (let day = Date.parse(from); day < Date.parse(to); day += dayMs) {
    const date = new Date(day);
    if (date.getUTCDay() === 0) continue;
    for (const person of people) {
      const own = slots.filter((slot) => date.getUTCDay() !== 6 || slot < 6).slice(0, person.perDay);
      made.push(...own.map((slot) => appointmentOf(date.toISOString().slice(0, 10), person, slot)));
    }
  }
  return made;
}
