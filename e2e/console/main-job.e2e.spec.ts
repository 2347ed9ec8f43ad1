import {
  appointmentWhere,
  inDays,
  listed,
  type AppointmentJson,
  type GooglePerson,
  type Tenant,
} from '@kalends/actors';
import { eventually } from '@kalends/testing';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, picture } from '../support/browser';
import { startSystem, type System } from '../support/system';

const zone = 'Europe/Berlin';
const day = inDays(1);
const date = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(day);

describe('The main job in a browser', () => {
  let system: System;
  let browser: Browser;
  let tenant: Tenant;
  let person: GooglePerson;
  let resourceId: string;
  let planner: Page;
  let google: Page;
  let calendarId: string;
  const booked: AppointmentJson[] = [];

  beforeAll(async () => {
    [system, browser] = await Promise.all([startSystem(), openBrowser()]);
    tenant = await system.tenant();
    resourceId = await tenant.resource('Anna Berg');
    await tenant.resource('Ben Kurz');
    person = await system.google.person('Private things');
    const titles = ['Hearing test', 'Fitting', 'Check-up', 'Repair'];
    for (let index = 0; index < 20; index += 1) {
      const at = inDays(1 + Math.floor(index / 4), 9 + 2 * (index % 4));
      booked.push(await tenant.book(resourceId, at, { title: `${titles[index % 4]} ${index + 1}` }));
    }
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
      timezoneId: zone,
    });
    const [name, value] = tenant.cookie.split('=') as [string, string];
    await context.addCookies([{ name, value, url: system.stack.url, httpOnly: true, sameSite: 'Lax' }]);
    planner = await context.newPage();
    await planner.goto(`${system.stack.url}/?branch=${tenant.branchId}&date=${date}`);
    await card('Fitting 2').waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  /** An appointment on the planner. */
  const card = (title: string) => planner.getByTestId('planner-grid').getByText(title, { exact: true });
  const badge = () => planner.getByTestId(`google-badge-${resourceId}`);
  const inGoogle = (title: string) => google.getByRole('button', { name: new RegExp(`^${title} `) });

  it('U10, U13: connects Google in a few clicks, with a preview, and exports twenty appointments', async () => {
    await badge().click();
    await planner.getByTestId('connect-google').click();
    const opened = planner.context().waitForEvent('page');
    await planner.getByTestId('go-to-google').click();
    const consent = await opened;
    await consent.getByText(person.email).first().click();
    await consent.getByText('Select all').click();
    await picture(consent, 'consent');
    await consent.getByRole('button', { name: 'Continue' }).click();
    await planner.getByTestId('choose-next').click();
    expect(await planner.getByTestId('link-preview').innerText()).toMatch(/20 future appointments[\s\S]*No e-mail/);
    await planner.getByTestId('link-start').click();
    await planner.getByTestId('connect-done').click({ timeout: 30_000 });
    const calendars = await person.calendars();
    calendarId = calendars.find(({ summary }) => summary.includes('Kalends'))!.id;
    expect(await person.events(calendarId)).toHaveLength(20);
  }, 60_000);

  it('U6, U20: shows within 3 s what was moved, deleted and created on Google’s page, and that Google did it', async () => {
    google = await planner.context().newPage();
    await google.goto(
      `${system.google.url}/?account=${encodeURIComponent(person.email)}&calendar=${encodeURIComponent(calendarId)}`,
    );
    await google.getByRole('button', { name: 'Day', exact: true }).click();
    await google.getByRole('button', { name: 'Later' }).click();
    const box = (await inGoogle('Fitting 2').boundingBox())!;
    const hour = box.height;
    await google.mouse.move(box.x + box.width / 2, box.y + hour / 2);
    await google.mouse.down();
    await google.mouse.move(box.x + box.width / 2, box.y + hour * 1.5, { steps: 5 });
    await google.mouse.up();
    const moved = inDays(1, 12).toISOString().replace('.000', '');
    await appointmentWhere(tenant, booked[1]!.id, ({ content }) => content.start.at === moved, 3000);

    await inGoogle('Check-up 3').click();
    await google.getByRole('button', { name: 'Delete' }).click();
    await card('Check-up 3').waitFor({ state: 'detached', timeout: 3000 });

    await google.getByRole('button', { name: 'New event' }).click();
    await google.getByLabel('Title', { exact: true }).fill('Lunch with Ben');
    await google.getByLabel('Starts', { exact: true }).fill(`${date}T13:00`);
    await google.getByLabel('Ends', { exact: true }).fill(`${date}T14:00`);
    await google.getByRole('button', { name: 'Save' }).click();
    await card('Lunch with Ben').waitFor({ timeout: 3000 });
    await picture(google, 'google');

    await planner.bringToFront();
    await picture(planner, 'planner');
    await card('Fitting 2').click();
    const timeline = planner.getByRole('dialog');
    await timeline.getByText('from Google Calendar').first().waitFor();
    await picture(planner, 'timeline');
    await planner.keyboard.press('Escape');
  }, 60_000);

  it('U3: moves an appointment by keyboard, which Google shows, and nothing echoes for the next minute', async () => {
    await card('Hearing test 1').click();
    await planner.getByRole('button', { name: 'Move …' }).click();
    const form = planner.getByTestId('move-form');
    await form.getByLabel('From').fill('16:00');
    await planner.getByTestId('move-submit').click();
    const start = inDays(1, 16).toISOString().replace('.000', '');
    await appointmentWhere(tenant, booked[0]!.id, ({ content }) => content.start.at === start);
    await eventually(async () => {
      const event = (await person.events(calendarId)).find(({ summary }) => summary === 'Hearing test 1');
      expect(new Date(event!.start!.dateTime!).toISOString()).toBe(inDays(1, 16).toISOString());
    });
    const { id: linkId } = await tenant.link(resourceId);
    const link = { tenant, resourceId, person, calendarId, linkId };
    await listed(system, link);
    const [after, { version }] = [await system.google.lastCall(), await tenant.appointment(booked[0]!.id)];
    await system.google.advanceClock(60);
    await listed(system, link);
    expect(await system.google.calls({ after, writes: true, account: person.email })).toEqual([]);
    expect((await tenant.appointment(booked[0]!.id)).version).toBe(version);
    await planner.keyboard.press('Escape');
  }, 60_000);

  it('U4: a move onto a taken slot snaps back and says why', async () => {
    await card('Hearing test 1').click();
    await planner.getByRole('button', { name: 'Move …' }).click();
    await planner.getByTestId('move-form').getByLabel('From').fill('15:00');
    await planner.getByTestId('move-submit').click();
    const reason = planner
      .getByRole('dialog')
      .or(planner.getByTestId('refusal'))
      .getByText(/already taken|is there/)
      .first();
    await reason.waitFor({ timeout: 3000 });
    await planner.keyboard.press('Escape');
    expect((await tenant.appointment(booked[0]!.id)).content.start.at).toBe(
      inDays(1, 16).toISOString().replace('.000', ''),
    );
  }, 30_000);

  it.each(['light', 'dark'] as const)(
    'U25: has no serious finding of axe, %s',
    async (colorScheme) => {
      await planner.emulateMedia({ colorScheme });
      await planner.goto(`${system.stack.url}/?branch=${tenant.branchId}&date=${date}`);
      await card('Fitting 2').waitFor();
      const { violations } = await new AxeBuilder({ page: planner })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
        .analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    },
    30_000,
  );

  it('U24: switches to German without a reload', async () => {
    await planner.getByTestId('language').click();
    await planner.getByText('Deutsch').click();
    await planner.getByRole('button', { name: 'Neuer Termin' }).waitFor();
  }, 30_000);

  it('shows a branch of more than forty resources page by page, each with its own appointments', async () => {
    for (let count = 3; count <= 41; count += 1) await tenant.resource(`Room ${count}`);
    await planner.goto(`${system.stack.url}/?branch=${tenant.branchId}&date=${date}`);
    await card('Fitting 2').waitFor();
    const columns = planner.getByTestId(/^column-/);
    expect(await columns.count()).toBe(21);
    await planner.getByTestId('planner-pages').click();
    await planner.getByRole('option').nth(1).click();
    await card('Fitting 2').waitFor({ state: 'detached' });
    expect(await columns.count()).toBe(20);
  }, 60_000);
});
