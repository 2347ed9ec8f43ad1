import { at, booking, salon, type Salon } from './salon';
import { SchedulingApp } from './scheduling-app';

interface Item {
  readonly appointmentId: string;
  readonly start: string;
  readonly end: string;
  readonly title: string;
}

describe("The planner's day", () => {
  let app: SchedulingApp;
  let mitte: Salon;

  beforeAll(async () => {
    app = await SchedulingApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    mitte = await salon(app);
  });

  const dayOf = async (date: string) =>
    (await mitte.owner.get(`branches/${mitte.branch}/day?date=${date}`).expect(200)).body;
  const book = async (body: object): Promise<string> =>
    (await mitte.owner.post('appointments', body).expect(201)).body.id;

  it('shows the visible resources as columns and what is booked on them', async () => {
    const [chair, hidden] = mitte.resources;
    const id = await book(booking([chair!], '2027-03-01T08:00'));
    await mitte.owner.patch(`resources/${hidden}`, 1, { visible: false }).expect(200);
    const day = await dayOf('2027-03-01');
    expect(day.branch).toMatchObject({ id: mitte.branch, timeZone: 'Europe/Berlin', version: 1 });
    expect(day.resources).toMatchObject([{ id: chair, designation: 'Chair 1', stepMinutes: 30, capacity: 1 }]);
    expect(day.items).toEqual([
      {
        appointmentId: id,
        resourceIds: [chair],
        start: '2027-03-01T08:00:00.000Z',
        end: '2027-03-01T08:30:00.000Z',
        startsAt: '2027-03-01T08:00:00.000Z',
        endsAt: '2027-03-01T08:30:00.000Z',
        wholeDay: false,
        zone: 'Europe/Berlin',
        title: 'Cut',
        status: 'confirmed',
        overbooked: false,
        origin: 'planner',
        version: 1,
      },
    ]);
  });

  it('shows an appointment of two resources once, and a cancelled one not at all', async () => {
    const id = await book(booking(mitte.resources, '2027-03-01T08:00'));
    expect((await dayOf('2027-03-01')).items).toMatchObject([{ appointmentId: id, resourceIds: mitte.resources }]);
    await mitte.owner.change(`appointments/${id}/cancel`, 1).expect(200);
    expect((await dayOf('2027-03-01')).items).toEqual([]);
  });

  it('is as long as the branch has it: 23 and 25 hours when the clocks change', async () => {
    const spring = await dayOf('2027-03-28');
    expect([spring.start, spring.end]).toEqual(['2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z']);
    const autumn = await dayOf('2027-10-31');
    expect([autumn.start, autumn.end]).toEqual(['2027-10-30T22:00:00.000Z', '2027-10-31T23:00:00.000Z']);
  });

  it('clips what begins the evening before or ends the day after, and says when it really is', async () => {
    await book(booking([mitte.resources[0]!], '2027-03-28T21:30', 60));
    const [before] = (await dayOf('2027-03-28')).items;
    expect(before).toMatchObject({ start: '2027-03-28T21:30:00.000Z', end: '2027-03-28T22:00:00.000Z' });
    const [after] = (await dayOf('2027-03-29')).items;
    expect(after).toMatchObject({
      start: '2027-03-28T22:00:00.000Z',
      end: '2027-03-28T22:30:00.000Z',
      startsAt: '2027-03-28T21:30:00.000Z',
    });
    expect((await dayOf('2027-03-30')).items).toEqual([]);
  });

  it("puts whole days on the branch's own days", async () => {
    await book({
      resourceIds: [mitte.resources[0]],
      content: { title: 'Fair', start: { date: '2027-10-31' }, end: { date: '2027-11-01' } },
    });
    expect((await dayOf('2027-10-31')).items).toMatchObject([
      { wholeDay: true, start: '2027-10-30T22:00:00.000Z', end: '2027-10-31T23:00:00.000Z' },
    ]);
    expect((await dayOf('2027-11-01')).items).toEqual([]);
  });

  it('names the occurrence of a series, with the title that it has of its own', async () => {
    const [chair] = mitte.resources;
    const recurrenceId = at('2027-03-08T08:00');
    const id = await book(
      booking([chair!], '2027-03-01T08:00', 30, {
        recurrence: { rule: 'FREQ=WEEKLY' },
        overrides: [{ recurrenceId, title: 'Colour' }],
      }),
    );
    const titles = async (date: string) => (await dayOf(date)).items.map(({ title }: Item) => title);
    expect(await titles('2027-03-01')).toEqual(['Cut']);
    expect(await titles('2027-03-08')).toEqual(['Colour']);
    expect((await dayOf('2027-03-08')).items[0]).toMatchObject({ appointmentId: id, recurrenceId });
  });

  it('shows who works in all branches in every branch', async () => {
    const north = (await salon(app, { tenant: mitte.tenant, resources: 0 })).branch;
    await mitte.owner.patch(`resources/${mitte.resources[0]}`, 1, { visibleInAllBranches: true }).expect(200);
    await book({ ...booking([mitte.resources[0]!], '2027-03-01T08:00'), branchId: north });
    const { body } = await mitte.owner.get(`branches/${north}/day?date=2027-03-01`).expect(200);
    expect(body.resources).toHaveLength(1);
    expect(body.items).toHaveLength(1);
  });
});
