import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program that listens on loopback. */
export interface ServerProcess {
  readonly url: string
  /** Everything that it has printed. */
  output(): string
  stop(): Promise<void>
}

/** How long a program may take to print its port, in milliseconds. */
const START_TIMEOUT = 12_000

/**
 * Starts a program and waits until it prints the port that it listens on. It inherits nothing from this process's
 * environment.
 *
 * @param portIn - Finds the port in the output so far.
 */
export async function startServer(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  portIn: (output: string) => string | undefined,
): Promise<ServerProcess> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  try {
    const port = await new Promise<string>((resolve, reject) => {
      const fail = (): void => reject(new Error(`${program} did not start to listen. Its output: ${output}`))
      const read = (chunk: Buffer): void => {
        output += chunk.toString()
        const found = portIn(output)
        if (found !== undefined) resolve(found)
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.once('error', reject).once('exit', fail)
      setTimeout(fail, START_TIMEOUT).unref()
    })
    return { url: `http://127.0.0.1:${port}`, output: () => output, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
