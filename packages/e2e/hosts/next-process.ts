import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { SMALL_HEAP } from '@stream-token/conformance'
import { type ServerProcess, startServer } from './server-process.js'

const bin = createRequire(import.meta.url).resolve('next/dist/bin/next')
const app = fileURLToPath(new URL('../next', import.meta.url))
const args = [...SMALL_HEAP, bin, 'start', app, '--hostname', '127.0.0.1', '--port', '0']

/** Starts the app that `next build` has built, on a free port. It gets only `PATH` from this process's environment. */
export function startNext(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const own = { PATH: process.env.PATH, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', ...env }
  return startServer(process.execPath, args, own, output =>
    output.includes('Ready') ? /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1] : undefined,
  )
}
