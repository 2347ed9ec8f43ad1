import { topics } from '@kalends/contracts';
import {
  googleSyncProcess,
  googleSyncTables,
  InProcessCalendarRemover,
  InProcessGoogleCalendar,
  type GoogleSyncProcess,
} from '@kalends/google-sync/memory';
import type { Consumer, ReceivedRecord } from '@kalends/kafka';
import type { BackgroundPart, Ids, Randomness } from '@kalends/kernel';
import { MemoryBus, MemoryDatabase, type MemoryProcess } from '@kalends/memory';
import {
  appointmentTable,
  branchTable,
  rpcClientTo,
  schedulingProcess,
  type SchedulingProcess,
} from '@kalends/scheduling/memory';
import type { ServiceName } from '../history/step';
import {
  inProcessGoogle,
  MemoryVault,
  oauthConsentProcess,
  rpcClientTo as consentClientTo,
  type OauthConsentProcess,
} from '@kalends/oauth-consent/memory';
import type { Plant } from '../plants/plant';
import { Chance } from '../schedule/chance';
import { Schedule } from '../schedule/schedule';
import { Cluster, type Composed, type Surroundings, type WorkingPart } from './cluster';
import { companiesOf, twoCompanies, type Company, type Room } from './company';
import { client, Google } from './google';

const uuidOf = (serial: number): string => `00000000-0000-7000-8000-${serial.toString(16).padStart(12, '0')}`;

const minute = 60_000;
const settings = { pollMs: 5 * minute, compareMs: 24 * 60 * minute, pushAddress: 'https://kalends.test/hooks/google' };

/** Kalends with all its services, Google and the people around it, in one process under virtual time. */
export class World {
  readonly chance: Chance;
  readonly schedule: Schedule;
  readonly google: Google;
  readonly bus: MemoryBus;
  readonly scheduling: Cluster<SchedulingProcess>;
  readonly oauthConsent: Cluster<OauthConsentProcess>;
  readonly googleSync: Cluster<GoogleSyncProcess>;
  readonly companies: readonly Company[];
  readonly resources: readonly Room[];
  readonly ids: Ids;
  /** Consumer and event, once for each time that it took effect. */
  readonly effects: string[] = [];
  /** Records that came over the bus, by their place. */
  readonly heard = new Map<string, ReceivedRecord>();
  /** Errors that no product code may throw. */
  readonly errors: unknown[] = [];
  readonly begins: number;

  constructor(
    seed: number,
    begins: string,
    private readonly plant?: Plant,
    owners: readonly number[] = twoCompanies,
  ) {
    this.chance = new Chance(seed);
    this.begins = Date.parse(begins);
    this.schedule = new Schedule(this.chance, this.begins);
    let serial = 0;
    this.ids = { next: () => uuidOf((serial += 1)) };
    const { companies, rooms } = companiesOf(owners, () => this.ids.next());
    this.companies = companies;
    this.resources = rooms;
    const randomness: Randomness = {
      fraction: () => this.chance.fraction(),
      token: () => `token-${(serial += 1)}`,
    };
    this.google = new Google(this.schedule, this.chance);
    this.bus = new MemoryBus(Object.values(topics));
    this.bus.onSend = () => this.schedule.touch(this.bus);
    const around: Surroundings = { schedule: this.schedule, bus: this.bus, ids: this.ids, randomness };
    const slowness = (): number => this.google.slow.shift() ?? 0;
    const schedulingDatabase = new MemoryDatabase(this.schedule.timer);
    this.scheduling = new Cluster(
      'scheduling',
      schedulingDatabase,
      around,
      (process) => this.composeScheduling(process),
      slowness,
    );
    this.oauthConsent = new Cluster(
      'oauth-consent',
      new MemoryDatabase(this.schedule.timer),
      around,
      (process) => this.composeOauthConsent(process),
      slowness,
    );
    const syncDatabase = new MemoryDatabase(this.schedule.timer);
    this.googleSync = new Cluster(
      'google-sync',
      syncDatabase,
      around,
      (process) => this.composeGoogleSync(process),
      slowness,
    );
    this.google.isLive = (calendarId) =>
      this.links().some((link) => link.calendarId === calendarId && link.state === 'live');
    this.schedule.add(this.pushes());
  }

  cluster(name: ServiceName): Cluster<unknown> {
    if (name === 'scheduling') return this.scheduling;
    return name === 'google-sync' ? this.googleSync : this.oauthConsent;
  }

  /** Makes the companies. */
  async open(): Promise<void> {
    await this.settle(
      this.scheduling.ask(async ({ branches, resources }) => {
        for (const company of this.companies) await branches.create.execute(company, company.branchId, branchFacts);
        for (const { id, capacity, company } of this.resources)
          await resources.create.execute(company, id, { ...resourceFacts, branchId: company.branchId, capacity });
      }),
    );
  }

  /** Lets everybody work until `work` is done and all that is due now. */
  async settle<T>(work: Promise<T>): Promise<T> {
    this.schedule.start(work);
    await this.schedule.until(this.schedule.now, 100_000);
    return work;
  }

  appointments() {
    return this.scheduling.database.rows(appointmentTable).map(({ value }) => value);
  }

  branch({ branchId }: Company) {
    return this.scheduling.database.rows(branchTable).find(({ value }) => value.id === branchId)!.value;
  }

  companyOf({ tenantId }: { readonly tenantId: string }): Company {
    return this.companies.find((company) => company.tenantId === tenantId)!;
  }

  /** The one that it has now. */
  linkOf({ id }: Room) {
    return this.links().find(({ resourceId, state }) => resourceId === id && state !== 'gone') ?? null;
  }

  links() {
    return this.googleSync.database.rows(googleSyncTables.links);
  }

  wrong(error: unknown): void {
    this.errors.push(error);
  }

  /** A process that takes a request; whoever waits for it hears of its death. */
  private answering<Service extends { readonly rpc: unknown }>(cluster: Cluster<Service>) {
    const { service, lost } = cluster.any();
    return { rpc: service.rpc as Service['rpc'], lost };
  }

  private composeScheduling(process: MemoryProcess): Composed<SchedulingProcess> {
    const service = schedulingProcess(process);
    this.plant?.schedulingProcess?.(service);
    return { service, parts: service.parts };
  }

  private composeOauthConsent(process: MemoryProcess): Composed<OauthConsentProcess> {
    const { schedule, google } = this;
    const caller = { gate: process.gate, timer: schedule.timer };
    const service = oauthConsentProcess(process, {
      ...inProcessGoogle(google.inProcess, client, { ...caller, clock: process.clock }),
      vault: new MemoryVault(),
      scheduling: rpcClientTo(() => this.answering(this.scheduling), caller),
    });
    return { service, parts: [...service.parts, this.inbox('oauth-consent', process, service)] };
  }

  private composeGoogleSync(process: MemoryProcess): Composed<GoogleSyncProcess> {
    const { schedule, google, plant } = this;
    const caller = { gate: process.gate, timer: schedule.timer };
    const calendar = new InProcessGoogleCalendar(plant?.googleApi?.(google.inProcess) ?? google.inProcess, caller);
    const scheduling = rpcClientTo(() => this.answering(this.scheduling), caller);
    const service = googleSyncProcess(process, {
      google: plant?.google?.(calendar, this) ?? calendar,
      wrapTx: (tx) => plant?.tx?.(tx, this) ?? tx,
      remover: new InProcessCalendarRemover(google.inProcess, caller),
      scheduling: plant?.scheduling?.(scheduling) ?? scheduling,
      broker: consentClientTo(() => this.answering(this.oauthConsent), caller),
      settings,
    });
    plant?.syncProcess?.(service);
    return { service, parts: [...service.parts, this.inbox('google-sync', process, service)] };
  }

  private inbox(group: string, { gate }: MemoryProcess, { source, inbox, applier }: Listening): WorkingPart {
    void source.start(() => this.schedule.touch(this.bus));
    const apply = applier.apply.bind(applier);
    applier.apply = async (record) => {
      this.heard.set(`${record.topic} ${record.partition}/${record.offset}`, record);
      const outcome = await apply(record);
      if (outcome === 'new') this.effects.push(`${group} ${record.topic} ${record.partition}/${record.offset}`);
      return outcome;
    };
    return { name: 'inbox', heeds: this.bus, due: () => this.bus.nextAt(group, gate), run: () => inbox.processAll() };
  }

  /** Google's servers push to any process that answers. */
  private pushes() {
    const { emulator } = this.google;
    const party = { name: 'google', isDead: false, isFrozen: false };
    return {
      name: 'pushes',
      party,
      heeds: emulator.pushes,
      due: () => emulator.pushes.nextDueAt,
      run: async () => {
        for (const push of emulator.pushes.take(this.schedule.now)) {
          const [channel, token] = [push.headers['X-Goog-Channel-ID']!, push.headers['X-Goog-Channel-Token'] ?? ''];
          const answer = this.schedule
            .turn(party, 'push')
            .then(() => this.googleSync.ask(({ pushes }) => pushes.accept(channel, token)))
            .then(
              (isKnown) => (isKnown ? 200 : 404),
              () => 503,
            )
            .then((status) => emulator.pushes.settle(push, status, this.schedule.now));
          this.schedule.start(answer);
        }
      },
    };
  }
}

interface Listening {
  readonly source: Consumer;
  readonly inbox: BackgroundPart;
  readonly applier: { apply(record: ReceivedRecord): Promise<'new' | 'known' | 'held'> };
}

const branchFacts = {
  name: 'Main',
  timeZone: 'Europe/Berlin',
  locale: 'de',
  holidayRegion: '',
  address: '',
  googleSyncEnabled: true,
  caldavEnabled: false,
};

const resourceFacts = {
  designation: 'Room',
  visibleInAllBranches: false,
  visible: true,
  color: '#4263eb',
  description: '',
  employeeId: null,
  isLocation: false,
  stepMinutes: 30,
  waitingList: false,
  reminderMinutes: 10,
  warnOutsideAvailability: true,
  calendarSyncAllowed: true,
  onlineBookingAllowed: true,
};
