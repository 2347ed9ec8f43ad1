import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** Keys of a local stack, made once: data sealed with them outlives a restart. */
export interface Secrets {
  /** Signs sign-in tokens. */
  readonly signIn: JWK;
  /** By service name: how services prove to each other who calls. */
  readonly services: Readonly<Record<string, JWK>>;
  readonly keyRing: { readonly current: string; readonly keys: Readonly<Record<string, string>> };
}

const newKey = async (algorithm: 'ES256' | 'EdDSA', kid: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: algorithm };
};

/** A private JWK without what makes it private (RFC 7518 6.2.2, RFC 8037 2). */
export const publicJwk = ({ d: _private, ...rest }: JWK): JWK => rest;

/** The keys of the state folder; those that are missing, such as a new service's, are made. */
export async function loadSecrets(stateDir: string, services: readonly string[]): Promise<Secrets> {
  const file = join(stateDir, 'secrets.json');
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<Secrets>;
  const keys: Record<string, JWK> = { ...kept.services };
  for (const name of services) keys[name] ??= await newKey('EdDSA', name);
  const secrets: Secrets = {
    signIn: kept.signIn ?? (await newKey('ES256', 'sign-in')),
    services: keys,
    keyRing: kept.keyRing ?? { current: 'local', keys: { local: randomBytes(32).toString('base64') } },
  };
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
