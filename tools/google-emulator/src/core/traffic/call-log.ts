/** One call of the API or of an OAuth endpoint, for tests that count what an application does. */
export interface LoggedCall {
  number: number;
  at: string;
  /** `calendar.events.insert`, `oauth.token`, … */
  operation: string;
  method: string;
  path: string;
  account: string | null;
  clientId: string | null;
  calendarId: string | null;
  status: number;
  reason: string | null;
  writes: boolean;
  /** Mails that Google would have sent to guests. */
  mails: number;
  fault: boolean;
  traceparent: string | null;
}

const KEPT = 50_000;

export interface CallFilter {
  after?: number;
  operation?: string;
  method?: string;
  account?: string;
  calendar?: string;
  path?: string;
  status?: number;
  writes?: boolean;
}

/** The newest calls, oldest first. */
export class CallLog {
  private calls: LoggedCall[] = [];
  private lastNumber = 0;

  add(call: Omit<LoggedCall, 'number'>): void {
    this.calls.push({ number: ++this.lastNumber, ...call });
    if (this.calls.length > KEPT * 1.1) this.calls = this.calls.slice(-KEPT);
  }

  find(filter: CallFilter): LoggedCall[] {
    return this.calls.filter(
      (call) =>
        call.number > (filter.after ?? 0) &&
        (filter.operation === undefined || call.operation === filter.operation) &&
        (filter.method === undefined || call.method === filter.method.toUpperCase()) &&
        (filter.account === undefined || call.account === filter.account) &&
        (filter.calendar === undefined || call.calendarId === filter.calendar) &&
        (filter.path === undefined || call.path.includes(filter.path)) &&
        (filter.status === undefined || call.status === filter.status) &&
        (filter.writes === undefined || call.writes === filter.writes),
    );
  }

  get last(): number {
    return this.lastNumber;
  }

  clear(): void {
    this.calls = [];
  }
}
