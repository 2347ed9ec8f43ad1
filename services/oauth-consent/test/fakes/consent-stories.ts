import { createHash } from 'node:crypto';
import { uuidv7 } from '@kalends/kernel';
import { KeyRing } from '../../src/key-ring/key-ring';
import { ConsentWorld, ringKeys, tenants, type Backing } from './consent-world';
import { scopes } from './fake-google';

/** What consent promises, told on the ports, so that it can be shown on memory and on a real database alike. */
export function consentStories(backing: () => Backing): void {
  let world: ConsentWorld;
  let resource: string;
  let other: string;
  let mail: string;
  beforeEach(() => {
    world = new ConsentWorld(backing());
    resource = uuidv7.next();
    other = uuidv7.next();
    mail = `${uuidv7.next()}@example.com`;
  });
  const token = (resourceId = resource, tenantId = tenants.a) => world.parts.accessTokens.get(tenantId, resourceId);

  describe('giving consent', () => {
    it('connects a resource and tells it once', async () => {
      expect(await world.consent(resource, mail)).toEqual({ outcome: 'granted', missing: [], retryUrl: null });
      expect(await world.read(resource)).toMatchObject({
        state: 'granted',
        account: mail,
        missingScopes: [],
        action: null,
      });
      expect(await world.told(resource)).toEqual(['GRANTED 1']);
    });

    it('asks for the base pair, and for one scope more only when an existing calendar is wanted', async () => {
      const asked = async (plan: 'create' | 'existing') =>
        new URL(await world.start(resource, { plan })).searchParams.get('scope')?.split(' ');
      expect(await asked('create')).toEqual(['openid', 'email', scopes.make, scopes.list]);
      expect(await asked('existing')).toEqual(['openid', 'email', scopes.make, scopes.list, scopes.existing]);
    });

    it('waits, until the person comes back or ten minutes have passed', async () => {
      await world.start(resource);
      expect(await world.read(resource)).toMatchObject({
        state: 'none',
        attempt: { status: 'waiting' },
        action: 'wait',
      });
      world.pass(10);
      expect(await world.read(resource)).toMatchObject({ attempt: { status: 'expired' }, action: 'connect' });
    });

    it('shows a refusal with a way to try again, and forgets it once it worked', async () => {
      const url = await world.start(resource);
      const denied = await world.comeBack({
        state: new URL(url).searchParams.get('state') ?? '',
        error: 'access_denied',
      });
      expect(denied.outcome).toBe('denied');
      expect(await world.read(resource)).toMatchObject({
        state: 'none',
        attempt: { status: 'denied' },
        action: 'connect',
      });
      const again = await world.comeBack(world.google.answer(denied.retryUrl ?? '', mail));
      expect(again.outcome).toBe('granted');
      expect(await world.read(resource)).toMatchObject({ state: 'granted', action: null });
    });

    it('says when the company does not allow the app, or Google does not answer', async () => {
      const blocked = await world.start(resource);
      const state = new URL(blocked).searchParams.get('state') ?? '';
      expect((await world.comeBack({ state, error: 'admin_policy_enforced' })).outcome).toBe('blocked-by-admin');
      const answer = world.google.answer(await world.start(resource), mail);
      world.google.isDown = true;
      expect((await world.comeBack(answer)).outcome).toBe('failed');
      expect(await world.told(resource)).toEqual([]);
    });

    it('does not take an answer that comes after cancelling', async () => {
      const answer = world.google.answer(await world.start(resource), mail);
      await world.parts.cancelConsent.execute({ tenantId: tenants.a, resourceId: resource });
      expect((await world.comeBack(answer)).outcome).toBe('cancelled');
      expect(await world.read(resource)).toMatchObject({ state: 'none', attempt: { status: 'cancelled' } });
    });
  });

  describe('S41/GO2: boxes that were left empty', () => {
    it('refuses without the box that lets it keep a calendar, gives the token back and offers to go again', async () => {
      const answer = await world.consent(resource, mail, { ticked: [scopes.list] });
      expect(answer).toMatchObject({ outcome: 'scope-missing', missing: ['make-calendars'] });
      expect(answer.retryUrl).toContain('scope=');
      expect(await world.read(resource)).toMatchObject({ state: 'none', action: 'ask-again' });
      await world.parts.revocations.processAll();
      expect(world.google.knows(mail)).toBe(true);
      world.pass(15);
      await world.parts.revocations.processAll();
      expect(world.google.knows(mail)).toBe(false);
    });

    it('does not end a second try that worked when it gives back what came of the first', async () => {
      const { retryUrl } = await world.consent(resource, mail, { ticked: [scopes.list] });
      world.pass(9);
      expect((await world.comeBack(world.google.answer(retryUrl ?? '', mail))).outcome).toBe('granted');
      world.pass(15);
      await world.parts.revocations.processAll();
      expect((await token()).is).toBe('token');
    });

    it('connects without the list of calendars: a new one can still be made', async () => {
      const answer = await world.consent(resource, mail, { ticked: [scopes.make] });
      expect(answer).toMatchObject({ outcome: 'granted', missing: ['see-list'] });
      expect(await world.read(resource)).toMatchObject({
        state: 'granted',
        missingScopes: [scopes.list],
        abilities: { createCalendar: true, listCalendars: false, useExisting: false },
        action: 'ask-again',
      });
      const calendars = world.parts.accountCalendars;
      const ref = { tenantId: tenants.a, resourceId: resource };
      expect(await calendars.list(ref)).toEqual([]);
      await expect(calendars.get(ref, 'work@group')).rejects.toMatchObject({ code: 'consent/scope-missing' });
      expect(await calendars.create(ref, { summary: 'New', timeZone: 'UTC' })).toMatchObject({ selectable: true });
    });

    it('refuses when every box is empty', async () => {
      expect((await world.consent(resource, mail, { ticked: [] })).outcome).toBe('scope-missing');
    });

    it('takes an existing calendar where only making new ones was refused', async () => {
      const ticked = [scopes.list, scopes.existing];
      const answer = await world.consent(resource, mail, { plan: 'existing', ticked });
      expect(answer).toMatchObject({ outcome: 'granted', missing: ['make-calendars'] });
      await expect(
        world.parts.accountCalendars.create(
          { tenantId: tenants.a, resourceId: resource },
          { summary: 'N', timeZone: 'UTC' },
        ),
      ).rejects.toMatchObject({ code: 'consent/scope-missing' });
    });
  });

  describe('S43: answers that nobody asked for', () => {
    it('rejects a forged state', async () => {
      const answer = world.google.answer(await world.start(resource), mail);
      expect(await world.comeBack({ ...answer, state: 'forged' })).toEqual({
        outcome: 'unknown-state',
        missing: [],
        retryUrl: null,
      });
      expect(world.google.calls.exchange).toBe(0);
    });

    it("rejects another person's and another tenant's answer, and leaves it to its owner", async () => {
      const answer = world.google.answer(await world.start(resource), mail);
      expect((await world.comeBack(answer, { userId: uuidv7.next() })).outcome).toBe('unknown-state');
      expect((await world.comeBack(answer, { tenantId: tenants.b })).outcome).toBe('unknown-state');
      expect((await world.comeBack(answer)).outcome).toBe('granted');
    });

    it('rejects a replay', async () => {
      const answer = world.google.answer(await world.start(resource), mail);
      await world.comeBack(answer);
      expect((await world.comeBack(answer)).outcome).toBe('already-used');
      expect(await world.told(resource)).toEqual(['GRANTED 1']);
    });

    it('rejects an answer after ten minutes and offers a new trip', async () => {
      const answer = world.google.answer(await world.start(resource), mail);
      world.pass(10);
      const late = await world.comeBack(answer);
      expect(late.outcome).toBe('expired');
      expect((await world.comeBack(world.google.answer(late.retryUrl ?? '', mail))).outcome).toBe('granted');
    });

    it('makes one grant of an answer that is submitted twice at once', async () => {
      const answer = world.google.answer(await world.start(resource), mail);
      const outcomes = await Promise.all([world.comeBack(answer), world.comeBack(answer), world.comeBack(answer)]);
      expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['already-used', 'already-used', 'granted']);
      expect(world.google.calls.exchange).toBe(1);
      expect(await world.told(resource)).toEqual(['GRANTED 1']);
    });
  });

  describe('one grant for an account', () => {
    it('does not connect an account that another resource uses, unless the person goes on knowing it', async () => {
      await world.consent(resource, mail);
      const refused = await world.consent(other, mail);
      expect(refused.outcome).toBe('account-in-use');
      expect(await world.read(other)).toMatchObject({ state: 'none', action: 'share-account' });
      expect((await world.comeBack(world.google.answer(refused.retryUrl ?? '', mail))).outcome).toBe('granted');
      const grants = await Promise.all([token(resource), token(other)]);
      const ids = grants.map((answer) => (answer.is === 'token' ? answer.token.grantId : null));
      expect(new Set(ids).size).toBe(1);
    });

    it('makes one grant when two resources are connected with it at the same time', async () => {
      const answers = await Promise.all(
        [resource, other].map(async (id) => world.google.answer(await world.start(id, { share: true }), mail)),
      );
      const outcomes = await Promise.all(answers.map((answer) => world.comeBack(answer)));
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['granted', 'granted']);
      const grants = await Promise.all([token(resource), token(other)]);
      expect(new Set(grants.map((answer) => (answer.is === 'token' ? answer.token.grantId : null))).size).toBe(1);
    });

    it('does not swap the account of a connected resource, and gives the other token back', async () => {
      await world.consent(resource, mail);
      world.pass(1);
      const wrong = `wrong-${mail}`;
      expect((await world.consent(resource, wrong)).outcome).toBe('other-account');
      expect(await world.read(resource)).toMatchObject({ state: 'granted', account: mail, action: 'disconnect' });
      await world.parts.revocations.processAll();
      expect([world.google.knows(mail), world.google.knows(wrong)]).toEqual([true, false]);
    });

    it('revokes at Google with the last resource only', async () => {
      await world.consent(resource, mail);
      await world.consent(other, mail, { share: true });
      const withdraw = (resourceId: string) => world.parts.withdrawConsent.execute({ tenantId: tenants.a, resourceId });
      await withdraw(resource);
      await withdraw(resource);
      await world.parts.revocations.processAll();
      expect([world.google.knows(mail), (await token(resource)).is, (await token(other)).is]).toEqual([
        true,
        'needs-consent',
        'token',
      ]);
      await withdraw(other);
      await world.parts.revocations.processAll();
      expect(world.google.knows(mail)).toBe(false);
      expect(await world.told(resource)).toEqual(['GRANTED 1', 'WITHDRAWN 2']);
    });

    it('goes on revoking while Google does not answer', async () => {
      await world.consent(resource, mail);
      await world.parts.withdrawConsent.execute({ tenantId: tenants.a, resourceId: resource });
      world.google.isDown = true;
      await world.parts.revocations.processAll();
      world.google.isDown = false;
      world.pass(60);
      await world.parts.revocations.processAll();
      expect(world.google.knows(mail)).toBe(false);
    });

    it('can be given again after withdrawal, also with another account', async () => {
      await world.consent(resource, mail);
      await world.parts.withdrawConsent.execute({ tenantId: tenants.a, resourceId: resource });
      expect((await world.consent(resource, `second-${mail}`)).outcome).toBe('granted');
      expect(await world.told(resource)).toEqual(['GRANTED 1', 'WITHDRAWN 2', 'GRANTED 3']);
    });
  });

  describe('access tokens', () => {
    it('asks Google once for all that wait, and again only when the token is about to end', async () => {
      await world.consent(resource, mail);
      const answers = await Promise.all(Array.from({ length: 20 }, () => token()));
      expect(new Set(answers.map((answer) => (answer.is === 'token' ? answer.token.value : null))).size).toBe(1);
      world.pass(57);
      await token();
      expect(world.google.calls.refresh).toBe(1);
      world.pass(2);
      await token();
      expect(world.google.calls.refresh).toBe(2);
    });

    it('replaces a token that Google rejected, and not a newer one', async () => {
      await world.consent(resource, mail);
      const first = await token();
      if (first.is !== 'token') throw new Error('no token');
      const digest = createHash('sha256').update(first.token.value).digest('hex');
      await world.parts.accessTokens.reject(tenants.a, resource, digest);
      await token();
      await world.parts.accessTokens.reject(tenants.a, resource, digest);
      await token();
      expect(world.google.calls.refresh).toBe(2);
    });

    it('S39: notices a withdrawn grant with one attempt and one notice for each resource, and recovers by consent', async () => {
      await world.consent(resource, mail);
      await world.consent(other, mail, { share: true });
      world.google.removeApp(mail);
      const answers = await Promise.all(Array.from({ length: 10 }, () => token()));
      answers.push(await token(), await token(other));
      expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
        new Set([JSON.stringify({ is: 'needs-consent', reason: 'revoked' })]),
      );
      expect(world.google.calls.refresh).toBe(1);
      expect(await world.told(other)).toEqual(['GRANTED 1', 'NEEDS_CONSENT 2']);
      expect(await world.read(resource)).toMatchObject({ state: 'needs-consent', account: mail, action: 'reconnect' });

      expect(new URL(await world.start(resource)).searchParams.get('login_hint')).toBe(mail);
      expect((await world.consent(resource, mail, { share: true })).outcome).toBe('granted');
      expect((await token(other)).is).toBe('token');
      expect((await world.told(resource)).at(-1)).toMatch(/^GRANTED/);
      expect((await world.told(other)).at(-1)).toBe('GRANTED 3');
    });

    it('R28: does not take a failing Google for a withdrawn grant', async () => {
      await world.consent(resource, mail);
      world.google.isDown = true;
      await expect(token()).rejects.toMatchObject({ kind: 'unavailable' });
      world.google.isDown = false;
      expect((await token()).is).toBe('token');
      expect(await world.told(resource)).toEqual(['GRANTED 1']);
    });

    it('has none for a resource that never consented', async () => {
      expect(await token(uuidv7.next())).toEqual({ is: 'needs-consent', reason: 'never-given' });
    });
  });

  describe('calendars', () => {
    const ref = () => ({ tenantId: tenants.a, resourceId: resource });

    it('S70: never offers the primary calendar and refuses it under each of its names', async () => {
      await world.consent(resource, mail, { plan: 'existing' });
      const calendars = await world.parts.accountCalendars.list(ref());
      expect(calendars.find(({ primary }) => primary)).toMatchObject({ selectable: false, reason: 'primary' });
      for (const id of ['primary', ' Primary ', mail, mail.toUpperCase()]) {
        await expect(world.parts.accountCalendars.get(ref(), id)).rejects.toMatchObject({
          code: 'calendar/primary-refused',
        });
      }
      world.google.calendars
        .get(mail)
        ?.push({ id: 'alias@x', summary: '', timeZone: 'UTC', primary: true, accessRole: 'owner' });
      await expect(world.parts.accountCalendars.get(ref(), 'alias@x')).rejects.toMatchObject({
        code: 'calendar/primary-refused',
      });
    });

    it('offers owned calendars, and without that permission only those that Kalends made', async () => {
      await world.consent(resource, mail);
      const made = await world.parts.accountCalendars.create(ref(), { summary: 'Made', timeZone: 'Europe/Berlin' });
      const reasons = async () =>
        Object.fromEntries((await world.parts.accountCalendars.list(ref())).map(({ id, reason }) => [id, reason]));
      expect(await reasons()).toEqual({
        [mail]: 'primary',
        'work@group': 'permission-missing',
        'team@group': 'not-owner',
        [made.id]: null,
      });
      await world.consent(resource, mail, { plan: 'existing' });
      expect(await reasons()).toMatchObject({ 'work@group': null, 'team@group': 'not-owner' });
    });

    it('goes on with a new token when Google rejects the one at hand', async () => {
      await world.consent(resource, mail, { plan: 'existing' });
      await world.parts.accountCalendars.list(ref());
      world.google.rejectAccessTokens();
      expect((await world.parts.accountCalendars.get(ref(), 'work@group')).selectable).toBe(true);
    });
  });

  describe('the key ring', () => {
    it('I9/R44: re-wraps all tokens while they are in use, after which the old key can go', async () => {
      const resources = Array.from({ length: 120 }, () => uuidv7.next());
      for (const each of resources) await world.consent(each, `${each}@example.com`);
      const rotated = world.withVault(new KeyRing({ current: 'second', keys: ringKeys }));
      const rewrapping = rotated.rewrapping.processAll();
      const during = await Promise.all(resources.slice(0, 20).map((each) => rotated.accessTokens.get(tenants.a, each)));
      await rewrapping;
      const onlyNew = world.withVault(new KeyRing({ current: 'second', keys: { second: ringKeys.second } }));
      const after = await Promise.all(resources.map((each) => onlyNew.accessTokens.get(tenants.a, each)));
      expect([...during, ...after].every(({ is }) => is === 'token')).toBe(true);
    });
  });

  it('S76: the same account in two tenants: two grants, and withdrawing one leaves the other working', async () => {
    await world.consent(resource, mail);
    expect((await world.consent(other, mail, { tenantId: tenants.b })).outcome).toBe('granted');
    await world.parts.withdrawConsent.execute({ tenantId: tenants.a, resourceId: resource });
    await world.parts.revocations.processAll();
    expect(world.google.knows(mail)).toBe(true);
    expect((await token(other, tenants.b)).is).toBe('token');
  });

  it('I8: a tenant sees and changes nothing of another', async () => {
    await world.consent(resource, mail);
    expect(await world.read(resource, tenants.b)).toMatchObject({ state: 'none', account: null });
    expect((await token(resource, tenants.b)).is).toBe('needs-consent');
    await world.parts.withdrawConsent.execute({ tenantId: tenants.b, resourceId: resource });
    expect((await world.read(resource)).state).toBe('granted');
  });
}
