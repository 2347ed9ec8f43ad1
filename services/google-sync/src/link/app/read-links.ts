import { mayAct, type User } from '@kalends/access';
import { DomainError, type Clock, type UnitOfWork } from '@kalends/kernel';
import type { ManageableResources } from '@kalends/resources';
import type { CalendarLink } from '../domain/calendar-link';
import { viewOf, type LinkView } from './link-view';
import type { LinkTx } from './link-tx';

/** Links as far as a user may see them: everybody those of the own branches. */
export class ReadLinks {
  constructor(
    private readonly unitOfWork: UnitOfWork<LinkTx>,
    private readonly resources: ManageableResources,
    private readonly clock: Clock,
  ) {}

  async list(user: User, branchId?: string): Promise<LinkView[]> {
    const found = await this.unitOfWork.run(user.tenantId, (tx) => tx.linkReader.list(branchId));
    const now = this.clock.now();
    return found.filter(({ link }) => mayAct(user, 'employee', link.branchId)).map((each) => viewOf(each, now));
  }

  /** @throws DomainError `link/not-found` when the resource has no link that the user may see */
  async ofResource(user: User, resourceId: string): Promise<LinkView> {
    const found = await this.unitOfWork.run(user.tenantId, (tx) => tx.linkReader.ofResource(resourceId));
    if (!found || !mayAct(user, 'employee', found.link.branchId)) throw linkNotFound();
    return viewOf(found, this.clock.now());
  }

  /** The link, if the user may change it. */
  async changeable(user: User, linkId: string): Promise<CalendarLink> {
    const found = await this.unitOfWork.run(user.tenantId, (tx) => tx.links.get(linkId));
    if (!found || found.state === 'gone') throw linkNotFound();
    if (!(await this.resources.mayManage(user, found))) throw linkNotFound();
    return found;
  }
}

const linkNotFound = (): DomainError =>
  new DomainError('not-found', 'link/not-found', 'There is no such calendar link for you; reload the page.');
