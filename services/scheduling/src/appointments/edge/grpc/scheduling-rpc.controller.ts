import { Callers } from '@kalends/access';
import type {
  ApplyCommandRequest,
  ApplyCommandResponse,
  GetAppointmentRequest,
  GetAppointmentResponse,
  GetResourceRequest,
  GetResourceResponse,
  StreamResourceAppointmentsRequest,
  StreamResourceAppointmentsResponse,
} from '@kalends/contracts';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { from, type Observable } from 'rxjs';
import { SchedulingRpc } from './scheduling-rpc';

/** SchedulingRpc by gRPC. */
@Controller()
@Callers('google-sync', 'caldav-gateway', 'notifications', 'oauth-consent', 'console')
export class SchedulingRpcController {
  constructor(private readonly rpc: SchedulingRpc) {}

  @GrpcMethod('SchedulingService', 'ApplyCommand')
  applyCommand(request: ApplyCommandRequest): Promise<ApplyCommandResponse> {
    return this.rpc.applyCommand(request);
  }

  @GrpcMethod('SchedulingService', 'GetAppointment')
  getAppointment(request: GetAppointmentRequest): Promise<GetAppointmentResponse> {
    return this.rpc.getAppointment(request);
  }

  @GrpcMethod('SchedulingService', 'GetResource')
  getResource(request: GetResourceRequest): Promise<GetResourceResponse> {
    return this.rpc.getResource(request);
  }

  @GrpcMethod('SchedulingService', 'StreamResourceAppointments')
  streamResourceAppointments(
    request: StreamResourceAppointmentsRequest,
    _metadata: unknown,
    call: Writable,
  ): Observable<StreamResourceAppointmentsResponse> {
    return from(this.stream(request, call));
  }

  /** An answer is asked for only when the last one has gone out, so that a slow caller costs no memory. */
  private async *stream(
    request: StreamResourceAppointmentsRequest,
    call: Writable,
  ): AsyncGenerator<StreamResourceAppointmentsResponse> {
    for await (const answer of this.rpc.streamResourceAppointments(request)) {
      yield answer;
      if (call.destroyed) return;
      if (call.writableNeedDrain) await takesMore(call);
    }
  }
}

/** Resolves when the caller has taken what was written, or is gone; leaves no listener behind. */
async function takesMore(call: Writable): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  await Promise.race([once(call, 'drain', { signal }), once(call, 'close', { signal })]).finally(() => done.abort());
}
