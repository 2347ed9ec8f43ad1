import { DomainError } from '@kalends/kernel';
import { appointment } from '../../test/memory/contents';
import { resourceId, tenantId, World } from '../../test/memory/world';
import { channels, jobs } from '../memory/tables';

const day = 86_400_000;
const hour = 3_600_000;

/** Channels as Google has them. */
const opened = (world: World): string[] =>
  world.emulator.state.channels
    .all()
    .filter(({ expiration }) => expiration > world.time.getTime())
    .map(({ id }) => id);

/** A token that only its channel's creator knows. */
const tokenOf = (world: World, id: string): string => world.emulator.state.channels.get('', id)!.token!;

const news = (world: World): number => world.rows(jobs).find(({ job }) => job === 'pull')!.news;

describe('watching a calendar', () => {
  it('S51: opens the next channel before it stops the old one, long before that runs out', async () => {
    const world = await new World().linked();
    const [first] = opened(world);
    expect(opened(world)).toHaveLength(1);
    let mostAtOnce = 0;
    world.gate.onGoogle = () => void (mostAtOnce = Math.max(mostAtOnce, opened(world).length));
    await world.pass(6 * day, 6 * hour);
    expect(opened(world)).toHaveLength(1);
    expect(opened(world)).not.toContain(first);
    expect(mostAtOnce).toBe(2);
    expect(world.rows(channels).map(({ id }) => id)).toEqual(opened(world));
  });

  it('takes the expiry that Google gives, not the one it asked for', async () => {
    const world = new World();
    world.emulator.run(({ state, settings }) =>
      state.settings.put('', 'settings', { ...settings, channelSeconds: 3_600 }),
    );
    await world.linked();
    const [first] = opened(world);
    await world.pass(50 * 60_000, 10 * 60_000);
    expect(opened(world)).not.toContain(first);
    expect(opened(world)).toHaveLength(1);
  });

  it('S70: leaves no channel of a link that is disconnected while one is opened', async () => {
    const world = new World();
    world.gate.onGoogle = async (call, when) => {
      if (call !== 'events.watch' || when !== 'after') return;
      world.gate.onGoogle = () => {};
      await world.unitOfWork.run(tenantId, async (tx) => {
        await tx.links.save({ ...(await tx.links.lock(world.link.id))!, state: 'disconnecting' });
        await tx.jobs.drop(world.link.id);
      });
    };
    await world.linked();
    expect(opened(world)).toEqual([]);
    expect(world.rows(channels)).toEqual([]);
  });

  it('S51: leaves a calendar watched when the database refuses right after the channel was opened', async () => {
    const world = new World();
    const pass = world.gate.pass.bind(world.gate);
    world.gate.onGoogle = (called, when) => {
      if (called !== 'events.watch' || when !== 'after') return;
      world.gate.onGoogle = () => {};
      world.gate.pass = async (call, effect) => {
        if (call !== 'links.lock') return pass(call, effect);
        world.gate.pass = pass;
        throw new DomainError('unavailable', 'database/unavailable', 'The database does not answer.');
      };
    };
    await world.linked();
    expect(opened(world)).toHaveLength(1);
    await world.pass(10_000);
    expect(opened(world)).toHaveLength(1);
    expect(world.rows(channels).map(({ id }) => id)).toEqual(opened(world));
  });

  it('R26: tries again when it can’t be renewed, and never stops reading', async () => {
    const world = await new World().linked();
    world.emulator.faults.add({ path: '/events/$', method: 'POST', times: 3, when: 'before', status: 500 });
    const channel = world.rows(jobs).find(({ job }) => job === 'watch')!;
    await world.pass(channel.dueAt.getTime() - world.time.getTime() + 60_000, 6 * hour);
    await world.pass(60_000, 5_000);
    expect(opened(world)).toHaveLength(1);
    expect((await world.currentLink()).state).toBe('live');
  });

  it('S52: takes no push with a wrong token, of an unknown channel or of a channel that is over', async () => {
    const world = await new World().linked();
    const [id] = opened(world) as [string];
    const before = news(world);
    const { pushes } = world.engine;
    const accepted = await Promise.all([
      pushes.accept(id, 'wrong'),
      pushes.accept(id, ''),
      pushes.accept(world.uuid(), tokenOf(world, id)),
      pushes.accept('not a uuid', tokenOf(world, id)),
    ]);
    expect(accepted).toEqual([false, false, false, false]);
    expect(news(world)).toBe(before);
    const calls = world.emulator.log.last;
    await world.settle();
    expect(world.emulator.log.last).toBe(calls);
    expect(await pushes.accept(id, tokenOf(world, id))).toBe(true);
  });

  it('S49, S54: turns a thousand pushes, whatever they say, into one reading', async () => {
    const world = await new World().linked();
    const [id] = opened(world) as [string];
    const token = tokenOf(world, id);
    await Promise.all(Array.from({ length: 1_000 }, () => world.engine.pushes.accept(id, token)));
    const calls = world.emulator.log.last;
    await world.settle();
    expect(world.emulator.log.last - calls).toBe(1);
  });

  it('S12: lets one of two workers read, and the other one nothing', async () => {
    const world = await new World().linked();
    world.scheduling.put('00000000-0000-7000-8000-000000000100', appointment(), [resourceId]);
    await world.settle();
    world.person('patch', '00000000000070008000000000000100', { summary: 'Both see it' });
    await world.push();
    expect(await Promise.all([world.engine.jobs.step(), world.engine.jobs.step()])).toEqual([1, 0]);
    expect(world.scheduling.commands).toHaveLength(1);
  });

  it('S55: says so when a push can’t be stored', async () => {
    const world = await new World().linked();
    const [id] = opened(world) as [string];
    world.gate.pass = () => Promise.reject(new Error('no database'));
    await expect(world.engine.pushes.accept(id, 'any')).rejects.toThrow('no database');
  });

  it('looks at all of a calendar once a day and mends what nobody had told of', async () => {
    const world = await new World().linked();
    world.scheduling.put('00000000-0000-7000-8000-000000000100', appointment(), [resourceId]);
    await world.settle();
    await world.unitOfWork.run(tenantId, (tx) =>
      tx.mappings.hear(
        world.link.id,
        '00000000-0000-7000-8000-000000000100',
        { eventId: '', google: { is: 'absent' } },
        {
          version: 2,
          content: appointment({ title: 'Never told' }),
        },
      ),
    );
    await world.pass(day + hour, hour);
    expect(world.events()).toMatchObject([{ summary: 'Never told' }]);
  });
});
