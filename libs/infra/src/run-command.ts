import { execFile } from 'node:child_process';

/** Runs a command to its end and gives its output; throws with the last lines of its complaint. */
export const runCommand = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(command, [...args], { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout + stderr);
      const complaint = `${stdout}\n${stderr}`.trim().split('\n').slice(-8).join('\n');
      reject(new Error(`${command} ${args.slice(0, 3).join(' ')} failed: ${complaint || error.message}`));
    });
  });

/** The output of a command that may be missing or fail: null then. */
export const tryCommand = (command: string, args: readonly string[]): Promise<string | null> =>
  runCommand(command, args).catch(() => null);
