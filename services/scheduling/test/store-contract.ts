import { describeAllocationStore } from './contract/allocations';
import { describeAppointmentStores } from './contract/appointments';
import { describePlaceStores } from './contract/places';
import type { StoresUnderTest } from './contract/stores-under-test';

/** What scheduling relies on in its stores, said once for every implementation of them. */
export function describeStores(name: string, open: () => StoresUnderTest): void {
  describe(`stores ${name}`, () => {
    describeAppointmentStores(open);
    describeAllocationStore(open);
    describePlaceStores(open);
  });
}
