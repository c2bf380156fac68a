import { fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of an app, see `guard-process.mjs`. */
export interface GuardProcess {
  call(command: 'mint' | 'check' | 'revoke' | 'untilRefused', argument: string): Promise<unknown>
  end(): Promise<void>
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** Starts a process that keeps its revocations there: at a server of Redis, or in a file of SQLite. */
export function startProcess(url: string): GuardProcess {
  const child = fork(new URL('./guard-process.mjs', import.meta.url), [url])
  const pending = new Map<number, (answer: Answer) => void>()
  child.on('message', (message: Answer) => pending.get(message.id)?.(message))
  let calls = 0
  return {
    async end() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
    call: (command, argument) =>
      new Promise((resolve, reject) => {
        const id = ++calls
        pending.set(id, ({ result, error }) => {
          pending.delete(id)
          if (error === undefined) resolve(result)
          else reject(new Error(error))
        })
        child.send({ id, command, argument })
      }),
  }
}
