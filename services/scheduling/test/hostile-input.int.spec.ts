import { randomUUID } from 'node:crypto';
import { at, booking, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

describe('Input that nobody should send', () => {
  let app: SchedulingApp;
  let mitte: Salon;
  let id: string;

  beforeAll(async () => {
    app = await SchedulingApp.start();
    mitte = await salon(app);
    id = (await mitte.owner.post('appointments', booking(mitte.resources, '2027-03-01T08:00')).expect(201)).body.id;
  });
  afterAll(() => app.stop());

  const content = (more: object): object => ({
    resourceIds: mitte.resources,
    content: { start: at('2027-04-01T08:00'), end: at('2027-04-01T09:00'), ...more },
  });

  it('is answered with a clear 4xx, never with a 5xx', async () => {
    const series = (rule: string) => content({ recurrence: { rule } });
    const bodies: Record<string, unknown> = {
      nothing: {},
      'a list': [],
      'a resource id that is none': { ...content({}), resourceIds: ['1'] },
      'no resources': { ...content({}), resourceIds: [] },
      '10,000 resources': { ...content({}), resourceIds: Array.from({ length: 10_000 }, () => randomUUID()) },
      'an end before its start': content({ end: at('2027-04-01T07:00') }),
      'an end ten years on': content({ end: at('2037-04-01T07:00') }),
      'a date that does not exist': content({ start: { date: '2027-02-30' }, end: { date: '2027-03-01' } }),
      'a day and a time': content({ end: { date: '2027-04-02' } }),
      'a zone that does not exist': content({ start: { at: '2027-04-01T08:00:00Z', zone: 'Mars/Olympus' } }),
      'a zone that is SQL': content({ start: { at: '2027-04-01T08:00:00Z', zone: "'; DROP TABLE appointment; --" } }),
      'a year out of reach': content({
        start: { at: '9999-12-31T23:00:00Z', zone: 'UTC' },
        end: { at: '9999-12-31T23:30:00Z', zone: 'UTC' },
      }),
      'a rule per second': series('FREQ=SECONDLY'),
      'a rule with a thousand parts': series(
        `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 366 }, (_, n) => n + 1).join(',')};BYMONTH=1,2,3`,
      ),
      'a rule that is none': series('FREQ'),
      'a very long rule': series(`FREQ=DAILY;${'X'.repeat(5_000)}`),
      'a buffer of a year': { ...content({}), bufferBeforeMinutes: 525_600 },
      'a very long title': content({ title: 'x'.repeat(10_000) }),
      'unknown fields': { ...content({}), tenantId: randomUUID() },
      'a prototype': JSON.parse('{"__proto__": {"resourceIds": []}}'),
    };
    for (const [name, body] of Object.entries(bodies)) {
      const { status, body: problem } = await mitte.owner.post('appointments', body as object);
      expect({ name, refused: status >= 400 && status < 500 }).toEqual({ name, refused: true });
      expect(problem).toMatchObject({ status, code: expect.any(String), detail: expect.stringMatching(/\.$/) });
    }
  });

  it('keeps texts that can be kept as they are meant', async () => {
    const title = `Zoë 😀 \u0000 \ud800 'quoted' "twice" <b>`;
    const { body } = await mitte.owner
      .post('appointments', {
        resourceIds: mitte.resources,
        content: { title, start: at('2027-06-01T08:00'), end: at('2027-06-01T09:00') },
      })
      .expect(201);
    expect(body.content.title).toContain(`Zoë 😀`);
    expect(body.content.title).not.toContain('\u0000');
    expect((await mitte.owner.get(`appointments/${body.id}`).expect(200)).body).toEqual(body);
  });

  it('says which field is wrong, and not what was in it', async () => {
    const { body } = await mitte.owner.post('customers', { name: '', email: 'secret-value' }).expect(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['name', 'email']);
    expect(JSON.stringify(body)).not.toContain('secret-value');
  });

  it('is refused in paths, queries and headers alike', async () => {
    const { owner } = mitte;
    await owner.get('appointments/1').expect(400);
    await owner.get(`branches/${mitte.branch}/day`).expect(400);
    await owner.get(`branches/${mitte.branch}/day?date=2027-02-30`).expect(400);
    await owner.get(`branches/${mitte.branch}/day?date=2027-02-01&date=2027-02-02`).expect(400);
    await owner.get(`resources?branch=%00`).expect(400);
    await owner.get('resources?q=%00').expect(200);
    await owner.get('nothing').expect(404);
    for (const tag of ['3', 'W/"3"', '"0"', '"x"', '*']) {
      expect((await owner.post(`appointments/${id}/cancel`, {}, { 'if-match': tag })).status).toBe(422);
    }
    const key = { 'idempotency-key': 'x'.repeat(81) };
    expect((await owner.post('appointments', booking(mitte.resources, '2027-05-01T08:00'), key)).status).toBe(422);
    await owner.post('appointments', { pad: 'x'.repeat(2 * 1024 * 1024) }).expect(413);
    await owner.change(`appointments/${id}/restore`, 1, { version: 99 }).expect(422);
    await owner.change(`appointments/${id}/cancel`, 1, { recurrenceId: at('2027-03-01T08:00') }).expect(422);
  });
});
