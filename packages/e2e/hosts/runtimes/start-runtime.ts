import { type ServerProcess, startServer } from '../server-process.js'

/** Starts a program that serves the app for Web Requests. It inherits nothing from this process's environment. */
export function startRuntime(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  return startServer(program, args, env, output => /(?:127\.0\.0\.1:|"port":)(\d+)\D/.exec(output)?.[1])
}
