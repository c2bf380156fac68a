import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The processes of the app. */
export interface Members {
  readonly ports: readonly number[]
  close(): Promise<void>
}

/** Starts as many processes of the app. Each receives what the others send. */
export async function startMembers(
  count: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Members> {
  const script = fileURLToPath(new URL('member.js', import.meta.url))
  const children = Array.from({ length: count }, (_, at) =>
    fork(script, { env: { ...process.env, ...env, PROCESS_NAME: String(at + 1) } }),
  )
  const close = async (): Promise<void> => {
    await Promise.all(children.map(stop))
  }
  try {
    const ports = await Promise.all(children.map(portOf))
    for (const child of children) {
      child.on('message', message => {
        for (const other of children) if (other !== child) other.send(message)
      })
    }
    return { ports, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The port that a process reports first. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: { port?: number }) => resolve(message.port ?? 0))
    child.once('exit', code => reject(new Error(`A process of the app ended with code ${code}.`)))
    child.once('error', reject)
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill()
  await exited
}
