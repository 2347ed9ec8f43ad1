import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { ANNA, CLIENT, newCalendar, startFixture, type Fixture } from './emulator-fixture';

describe('the page of calendars side by side', () => {
  let fixture: Fixture;
  let browser: Browser;
  let page: Page;
  let calendarId: string;

  beforeAll(async () => {
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: ['--no-sandbox', '--disable-gpu'],
      headless: true,
    });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    fixture = await startFixture();
    const api = fixture.api();
    calendarId = await newCalendar(api, 'Board');
    const time = (hour: number) => ({ dateTime: `2026-11-20T${hour}:00:00+01:00`, timeZone: 'Europe/Berlin' });
    const times = { start: time(12), end: time(13) };
    await api.events.insert({ calendarId, requestBody: { id: 'event', summary: 'Consultation', ...times } });
    const context = await browser.newContext({ viewport: { width: 1100, height: 1300 } });
    page = await context.newPage();
    await page.goto(`${fixture.emulator.url}/?account=${ANNA}&calendar=${encodeURIComponent(calendarId)}`);
    await named('Consultation 12:00–13:00, Board').waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    await fixture.close();
  });

  const named = (name: string) => page.getByRole('button', { name, exact: true });
  const stored = async (eventId = 'event') => (await fixture.api().events.get({ calendarId, eventId })).data;

  /** Pulls from a point of the event, by so many columns and hours. */
  const drag = async (name: string, at: 'middle' | 'lower edge', columns: number, hours: number) => {
    const box = (await named(name).boundingBox())!;
    const column = (await page.getByRole('group', { name: 'Board, Friday 20 November' }).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + (at === 'middle' ? box.height / 2 : box.height - 3)];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + columns * column.width, y + (hours * column.height) / 24, { steps: 5 });
    await page.mouse.up();
  };

  it('drags an event to another day and time', async () => {
    await drag('Consultation 12:00–13:00, Board', 'middle', 1, 2.5);
    await named('Consultation 14:30–15:30, Board').waitFor();
    expect((await stored()).start!.dateTime).toBe('2026-11-21T14:30:00+01:00');
  });

  it('makes an event longer by its lower edge', async () => {
    await drag('Consultation 12:00–13:00, Board', 'lower edge', 0, 1);
    await named('Consultation 12:00–14:00, Board').waitFor();
  });

  it('edits, deletes and restores by keyboard alone', async () => {
    await named('Consultation 12:00–13:00, Board').focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Title').fill('Fitting');
    await page.keyboard.press('Enter');
    await named('Fitting 12:00–13:00, Board').press('Enter');
    await page.getByRole('button', { name: 'Delete' }).press('Enter');
    await named('Fitting 12:00–13:00, Board').waitFor({ state: 'detached' });
    expect((await stored()).status).toBe('cancelled');
    await page.getByRole('button', { name: 'Bin' }).press('Enter');
    await page.getByRole('button', { name: 'Restore Fitting' }).press('Enter');
    await page.getByText('The bin is empty.').waitFor();
    expect(await stored()).toMatchObject({ status: 'confirmed', summary: 'Fitting' });
  });

  it('creates an event where nothing was, repeating if wanted, and changes the whole series', async () => {
    const column = page.getByRole('group', { name: 'Board, Friday 20 November' });
    const { height } = (await column.boundingBox())!;
    await column.click({ position: { x: 20, y: (height / 24) * 15 + 4 } });
    await page.getByLabel('Title').fill('Training');
    await page.getByLabel('Repeats').selectOption('Every day');
    await page.getByRole('button', { name: 'Save' }).click();
    await named('Training 15:00–16:00, Board').nth(6).click();
    await page.getByLabel('The whole series').check();
    await page.getByLabel('Title').fill('Course');
    await page.getByRole('button', { name: 'Save' }).click();
    await named('Course 15:00–16:00, Board').nth(6).waitFor();
  });

  it('shows what an application does within seconds', async () => {
    await fixture.api().events.patch({ calendarId, eventId: 'event', requestBody: { summary: 'By the application' } });
    await named('By the application 12:00–13:00, Board').waitFor({ timeout: 3_000 });
  });

  it("ends an application's access", async () => {
    await fixture.admin('POST', `/accounts/${ANNA}/grants`, { clientId: CLIENT, scopes: [] });
    await page.getByRole('button', { name: 'Access' }).click();
    await page.getByRole('button', { name: `Remove access of ${CLIENT}` }).click();
    await page.getByText('No application has access to this account.').waitFor();
  });

  it('has no finding of axe', async () => {
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]!.html])).toEqual([]);
  });
});
