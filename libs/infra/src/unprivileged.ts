import { platform } from 'node:os';

/** Words put before a command so that it does not run as root, which Postgres refuses; and the ids that then own its files. */
export interface Unprivileged {
  readonly prefix: readonly string[];
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

const nobody = { uid: 65534, gid: 65534 };

/**
 * For a normal user nothing. Root (containers, build machines) becomes `nobody` and keeps the one capability to pass folders
 * that only root may enter, such as root's own home; the securebit lets access(2) see that capability too.
 */
export function unprivileged(uid = process.getuid?.()): Unprivileged {
  if (uid !== 0) return { prefix: [], owner: null };
  if (platform() !== 'linux') throw new Error('Postgres does not run as root: start Kalends as a normal user.');
  const identity = ['--reuid', String(nobody.uid), '--regid', String(nobody.gid), '--clear-groups'];
  const rights = ['--securebits', '+no_setuid_fixup', '--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'];
  return { prefix: ['setpriv', ...identity, ...rights, '--bounding-set', '-all,+dac_override'], owner: nobody };
}
