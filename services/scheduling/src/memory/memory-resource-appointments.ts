import type { UnitOfWork } from '@kalends/kernel';
import type { MemorySession, View } from '@kalends/memory';
import type { ResourceAppointments } from '../appointments/app/resource-appointments';
import type { Appointment } from '../appointments/domain/appointment';
import { allocationTable, type AppointmentRow, appointmentTable, keyIn } from './tables';

export class MemoryResourceAppointments implements ResourceAppointments {
  constructor(
    private readonly unitOfWork: UnitOfWork<MemorySession>,
    private readonly pageSize = 200,
  ) {}

  async *pages(tenantId: string, resourceId: string, from: Date): AsyncGenerator<readonly Appointment[]> {
    for (let last: AppointmentRow | undefined; ;) {
      const page = await this.unitOfWork.run(tenantId, (session) =>
        session.query('resourceAppointments.page', (view) => {
          const ahead = appointmentsOf(view, { tenantId, resourceId, from }).sort(inOrder);
          const after = last;
          return (after ? ahead.filter((row) => inOrder(after, row) < 0) : ahead).slice(0, this.pageSize);
        }),
      );
      if (page.length > 0) yield page.map(({ value }) => value);
      last = page.at(-1);
      if (!last || page.length < this.pageSize) return;
    }
  }
}

function appointmentsOf(
  view: View,
  { tenantId, resourceId, from }: { readonly tenantId: string; readonly resourceId: string; readonly from: Date },
): AppointmentRow[] {
  const ids = new Set<string>();
  for (const { resourceId: on, end, appointmentId } of view.all(allocationTable))
    if (on === resourceId && end > from) ids.add(appointmentId);
  return [...ids]
    .flatMap((id) => view.get(appointmentTable, keyIn({ tenantId }, id)) ?? [])
    .filter(({ value, extent }) => value.status !== 'cancelled' && (extent.end === null || extent.end > from));
}

const inOrder = (a: AppointmentRow, b: AppointmentRow): number =>
  a.extent.start.getTime() - b.extent.start.getTime() ||
  (a.value.id < b.value.id ? -1 : a.value.id > b.value.id ? 1 : 0);
