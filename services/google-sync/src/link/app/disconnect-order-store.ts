/** What becomes of the calendar when a link ends: it stays as it is, loses Kalends' events, or goes as a whole. */
export type OnGoogle = 'leave' | 'delete-events' | 'delete-calendar';

export interface DisconnectOrder {
  readonly linkId: string;
  readonly google: OnGoogle;
  /** Who wants it: a user's id, or a word for the system's own decision. */
  readonly actor: string;
}

/** Orders of the transaction's tenant; each stands until its link is gone. */
export interface DisconnectOrderStore {
  add(order: DisconnectOrder): Promise<void>;
  find(linkId: string): Promise<DisconnectOrder | null>;
  remove(linkId: string): Promise<void>;
}
