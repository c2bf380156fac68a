import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program that serves the app for Web Requests on loopback. */
export interface RuntimeProcess {
  readonly url: string
  /** All that it has written. */
  output(): string
  stop(): Promise<void>
}

/** Starts a program that tells the port it listens on. Of this process's environment it gets nothing. */
export async function startRuntime(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<RuntimeProcess> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  let output = ''
  const port = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = /(?:127\.0\.0\.1:|"port":)(\d+)\D/.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => reject(new Error(`${program} ended: ${output}`)))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    async stop() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
