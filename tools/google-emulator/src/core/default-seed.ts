import type { Seed } from './seed';

/** Three people as the local stack's demo knows them, each with a primary calendar and secondaries. */
export const defaultSeed: Seed = {
  clients: [{ id: 'kalends-local', secret: 'kalends-local-secret', name: 'Kalends' }],
  accounts: [
    {
      email: 'anna.berg@example.com',
      name: 'Anna Berg',
      timeZone: 'Europe/Berlin',
      calendars: [
        {
          summary: 'Anna Berg',
          events: [
            { day: 0, at: '12:30', minutes: 45, summary: 'Lunch with Mia' },
            { day: 1, at: '18:00', minutes: 90, summary: 'Choir' },
          ],
        },
        {
          summary: 'Work',
          events: [
            { day: 0, at: '08:30', minutes: 15, summary: 'Team stand-up', recurrence: ['RRULE:FREQ=DAILY;COUNT=10'] },
            { day: 2, at: '14:00', minutes: 60, summary: 'Supplier visit', description: 'New hearing aid models' },
          ],
        },
        { summary: 'Training', events: [{ day: 3, minutes: 60, summary: 'First aid course' }] },
      ],
    },
    {
      email: 'ben.kurz@example.com',
      name: 'Ben Kurz',
      timeZone: 'Europe/Berlin',
      calendars: [
        { summary: 'Ben Kurz', events: [{ day: 0, at: '17:00', minutes: 60, summary: 'School concert' }] },
        { summary: 'Practice', events: [{ day: 1, at: '09:00', minutes: 60, summary: 'Room inventory' }] },
      ],
    },
    {
      email: 'clara.vogt@example.com',
      name: 'Clara Vogt',
      timeZone: 'Europe/Berlin',
      calendars: [
        { summary: 'Clara Vogt', events: [{ day: 0, at: '19:00', minutes: 120, summary: 'Cinema' }] },
        { summary: 'House calls', events: [{ day: 2, at: '10:00', minutes: 90, summary: 'Visit Mrs Roth' }] },
      ],
    },
  ],
};
