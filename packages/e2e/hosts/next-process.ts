import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const bin = createRequire(import.meta.url).resolve('next/dist/bin/next')
const app = fileURLToPath(new URL('../next', import.meta.url))

/** A `next start` on loopback. */
export interface NextProcess {
  readonly url: string
  stop(): Promise<void>
}

/** Starts what `next build` has built, on a free port. Of this process's environment it gets the path alone. */
export async function startNext(env: Readonly<Record<string, string>>): Promise<NextProcess> {
  const child = spawn(process.execPath, [bin, 'start', app, '--hostname', '127.0.0.1', '--port', '0'], {
    env: { PATH: process.env.PATH, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
      if (found !== undefined && output.includes('Ready')) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`next start ended: ${output}`)))
  })
  return {
    url,
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
