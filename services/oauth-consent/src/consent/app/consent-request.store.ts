import type { ConsentRequest, RequestStatus } from '../domain/consent-request';

/** Trips to Google's page of the transaction's tenant. */
export interface ConsentRequestStore {
  /** Locks the request, so that of two answers with one state the second sees the first. */
  lockByState(stateHash: string): Promise<ConsentRequest | null>;
  add(request: ConsentRequest): Promise<void>;
  setStatus(id: string, status: RequestStatus): Promise<void>;
  /** The newest one that somebody asked for (`offered` ones are not). */
  latest(resourceId: string): Promise<ConsentRequest | null>;
  /** Ends the open ones of the resource, those alone made until `madeUntil` if it is given, and returns how many there were. */
  cancelOpen(resourceId: string, madeUntil?: Date): Promise<number>;
  /** Forgets those made before `instant`. */
  deleteBefore(instant: Date): Promise<void>;
}
