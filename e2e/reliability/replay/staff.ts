import { giveConsent, NotOk } from '@kalends/actors';
import type { Command, StaffOrder } from '@kalends/simulator';
import { linksOf, pause, type Company, type Of } from './company';

/** Between two attempts of a person. */
const patienceMs = 250;

/** Kalends' own people, at its REST API. */
export class Staff {
  constructor(private readonly company: Company) {}

  /** Again and again until there is an answer, or it is a refusal. */
  async carryOut(order: StaffOrder): Promise<void> {
    for (;;) {
      const status = await this.ask(order).catch((error: unknown) => {
        if (error instanceof NotOk) return error.status;
        if (error instanceof TypeError) return 503; // fetch's own error: the connection ended
        throw error;
      });
      if (status < 500 && status !== 412 && status !== 429) return;
      await pause(patienceMs);
    }
  }

  /** @returns the last answer's status. */
  private async ask(order: StaffOrder): Promise<number> {
    const { api, branchId } = this.company.tenant;
    switch (order.do) {
      case 'book': {
        const resourceIds = order.resources.map((index) => this.company.resourceIds[index]!);
        const body = { resourceIds, content: order.content };
        const headers = { 'idempotency-key': order.key.slice(1) };
        return (await api.call('scheduling/appointments', { body, headers })).status;
      }
      case 'command':
        return this.command(order.id, order.command);
      case 'branch-switch': {
        const path = `scheduling/branches/${branchId}`;
        const { version } = await api.ok<{ version: number }>(path);
        const body = { googleSyncEnabled: order.on };
        return (await api.call(path, { method: 'PATCH', body, headers: { 'if-match': `"${version}"` } })).status;
      }
      case 'access-given':
        return this.consent(order.resource);
      case 'link':
        await this.consent(order.resource);
        return this.link(order);
      case 'unlink':
      case 'sync-now':
        return this.endOrSync(order);
    }
  }

  private async command(id: string, command: Command): Promise<number> {
    const path = `scheduling/appointments/${id}`;
    const { api } = this.company.tenant;
    const { version } = await api.ok<{ version: number }>(path);
    const headers = { 'if-match': `"${version}"` };
    if (command.name === 'change')
      return (await api.call(path, { method: 'PATCH', headers, body: { content: { title: command.title } } })).status;
    const { name, ...rest } = command;
    const { resources, ...facts } = 'resources' in rest ? rest : { ...rest, resources: undefined };
    const resourceIds = resources?.map((index) => this.company.resourceIds[index]!);
    const body = { ...facts, ...(resourceIds && { resourceIds }) };
    return (await api.call(`${path}/${name}`, { headers, body })).status;
  }

  private async consent(resource: number): Promise<number> {
    const { api, cookie } = this.company.tenant;
    const { person } = this.company.accounts[resource % this.company.accounts.length]!;
    const resourceId = this.company.resourceIds[resource]!;
    const { status } = await giveConsent({ api, cookie, resourceId, person, existingCalendar: true });
    if (status >= 500) throw new NotOk('The way back from Google', status);
    return status;
  }

  private async link({ resource, mode, reset }: Of<'link'>): Promise<number> {
    const { api } = this.company.tenant;
    const { calendarId } = this.company.accounts[resource % this.company.accounts.length]!;
    const path = `google-sync/resources/${this.company.resourceIds[resource]}`;
    const choice = { calendar: { id: calendarId }, mode };
    if (!reset) return (await api.call(`${path}/link`, { body: choice })).status;
    const preview = await api.call<{ confirmation: object }>(`${path}/link-preview`, { body: choice });
    if (preview.status >= 300) return preview.status;
    return (await api.call(`${path}/link`, { body: { ...choice, reset: preview.body.confirmation } })).status;
  }

  private async endOrSync(order: Of<'unlink' | 'sync-now'>): Promise<number> {
    const { api } = this.company.tenant;
    const link = (await linksOf(this.company)).find(
      ({ resource_id: id }) => id === this.company.resourceIds[order.resource],
    );
    if (!link) return 404;
    const path = `google-sync/links/${link.id}`;
    if (order.do === 'sync-now') return (await api.call(`${path}/sync-now`, { method: 'POST' })).status;
    const { google } = order;
    if (google === 'leave') return (await api.call(path, { method: 'DELETE', body: { google } })).status;
    const preview = await api.call<{ confirmation: object }>(`${path}/disconnect-preview`, { method: 'POST' });
    if (preview.status >= 300) return preview.status;
    const { confirmation } = preview.body;
    return (await api.call(path, { method: 'DELETE', body: { google, confirmation } })).status;
  }
}
