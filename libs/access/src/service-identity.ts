import { DomainError } from '@kalends/kernel';
import {
  createLocalJWKSet,
  importJWK,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';

const lifetimeSeconds = 60;

/** Proves to other services which one calls, and checks their proof: signed tokens of 60 s for one audience. */
export class ServiceIdentity {
  private readonly keys: JWTVerifyGetKey;

  constructor(
    private readonly options: {
      readonly name: string;
      readonly privateJwk: JWK;
      /** Public keys of all services; `kid` is the service's name. */
      readonly jwks: JSONWebKeySet;
      readonly now: () => Date;
    },
  ) {
    this.keys = createLocalJWKSet(options.jwks);
  }

  /** A token for calls to `audience`. */
  async tokenFor(audience: string): Promise<string> {
    const { name, privateJwk, now } = this.options;
    const alg = privateJwk.kty === 'OKP' ? 'EdDSA' : 'ES256';
    const issuedAt = Math.floor(now().getTime() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg, kid: name })
      .setIssuer(name)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetimeSeconds)
      .sign(await importJWK(privateJwk, alg));
  }

  /**
   * The name of the service that calls.
   * @throws DomainError `unauthenticated` when the token is missing, expired, for another audience or signed by another key.
   */
  async callerOf(token: string | undefined): Promise<string> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token ?? '', this.keys, {
        audience: this.options.name,
        algorithms: ['ES256', 'EdDSA'],
        currentDate: this.options.now(),
        maxTokenAge: lifetimeSeconds,
        clockTolerance: 5,
      });
      // A service may sign for itself only.
      if (!payload.iss || payload.iss !== protectedHeader.kid) throw new Error('issuer is not the key');
      return payload.iss;
    } catch (cause) {
      throw new DomainError(
        'unauthenticated',
        'service/unknown',
        'The calling service is not known here.',
        {},
        { cause },
      );
    }
  }
}
