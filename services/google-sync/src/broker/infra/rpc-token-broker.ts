import { createHash } from 'node:crypto';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { TokenBrokerService } from '@kalends/contracts';
import { DomainError, type Clock } from '@kalends/kernel';
import type { RpcClient } from '@kalends/rpc';
import type { Access, NeedsConsent, TokenBroker } from '../app/token-broker';

const minuteMs = 60_000;
const mostTokens = 10_000;

/** oauth-consent by gRPC. Tokens stay in this process's memory until a minute before they end. */
export class RpcTokenBroker implements TokenBroker {
  private readonly tokens = new Map<string, { readonly access: Access; readonly expiresAt: Date }>();

  constructor(
    private readonly client: RpcClient<typeof TokenBrokerService>,
    private readonly clock: Clock,
  ) {}

  async accessFor(tenantId: string, resourceId: string): Promise<Access | NeedsConsent> {
    const key = `${tenantId}/${resourceId}`;
    const known = this.tokens.get(key);
    if (known && known.expiresAt.getTime() - minuteMs > this.clock.now().getTime()) return known.access;
    const { result } = await this.client.getAccessToken({ tenantId, resourceId });
    if (result.case === 'needsConsent') {
      this.tokens.delete(key);
      return { is: 'needs-consent', reason: result.value.reason };
    }
    if (result.case !== 'token' || !result.value.expiresAt)
      throw new DomainError('unavailable', 'broker/no-answer', 'The token broker gave no answer.');
    const { value, grantId, expiresAt } = result.value;
    const access: Access = { is: 'access', token: value, grantId };
    if (this.tokens.size >= mostTokens) this.tokens.clear();
    this.tokens.set(key, { access, expiresAt: timestampDate(expiresAt) });
    return access;
  }

  async rejected(tenantId: string, resourceId: string, access: Access): Promise<void> {
    this.tokens.delete(`${tenantId}/${resourceId}`);
    const tokenSha256 = createHash('sha256').update(access.token).digest('hex');
    await this.client.reportRejectedToken({ tenantId, resourceId, tokenSha256 });
  }
}
