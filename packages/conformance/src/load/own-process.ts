import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Cell, Host, Served } from '../host.js'
import { SMALL_HEAP } from './small-heap.js'
import type { ProcessFacts } from './watch-process.js'

/** A host whose apps run in their own process, which reports on itself. */
export interface ProcessHost extends Host {
  /** Returns the result of {@link watchProcess} in that process. */
  facts(): Promise<ProcessFacts>
  /** Ends the process. */
  stop(): Promise<void>
}

/** A message to the process: return the facts, or serve the app of a setting. */
export type ProcessRequest = 'facts' | { readonly cell: Cell; readonly setting: string }

const MOST_PRINTED = 10_000

/**
 * Runs a host in its own process, with a {@link SMALL_HEAP}. The process starts with the first app and serves all apps.
 * It creates the options and the `verifyUser` of an app by the name of the setting.
 *
 * @param host - The host; only its name and set-ups are used in this process.
 * @param program - The JavaScript program to start. It receives the host's name as its argument, and calls
 * {@link serveParent}.
 */
export function ownProcess(host: Host, program: URL): ProcessHost {
  let started: Promise<ChildProcess> | undefined
  let previous: Promise<unknown> = Promise.resolve()

  async function start(): Promise<ChildProcess> {
    const child = fork(program, [host.name], { execArgv: [...SMALL_HEAP], silent: true })
    // Frameworks log every client that disconnects; their output is shown only if the process exits by itself.
    let printed = ''
    const read = (chunk: Buffer): void => {
      printed = `${printed}${chunk}`.slice(-MOST_PRINTED)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', code => {
      if (code !== null) console.error(`The process of ${host.name} exited with code ${code}: ${printed}`)
    })
    await nextMessage(child)
    return child
  }

  async function send<Result>(request: ProcessRequest): Promise<Result> {
    started ??= start()
    const child = await started.catch(error => {
      started = undefined
      throw error
    })
    return new Promise((resolve, reject) => {
      nextMessage<Result>(child).then(resolve, reject)
      child.send(request, error => error && reject(error))
    })
  }

  /** Sends one request at a time: a response does not name its request. */
  function sendInTurn<Result>(request: ProcessRequest): Promise<Result> {
    const result = previous.then(() => send<Result>(request))
    previous = result.catch(() => {})
    return result
  }

  return {
    name: host.name,
    cells: host.cells,
    passesOn: host.passesOn,
    async serve({ parser, mount, setting }) {
      const served = await sendInTurn<Omit<Served, 'close'>>({ cell: { parser, mount }, setting })
      return { ...served, close: async () => {} }
    },
    facts: () => sendInTurn('facts'),
    async stop() {
      const child = await started
      started = undefined
      if (child?.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, 'exit')
      child.kill()
      await exited
    },
  }
}

/** Returns the next message of a child; rejects if the child exits instead. */
function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`The process of the host exited with code ${code}.`))
    child.once('exit', onExit)
    child.once('message', (message: Message) => {
      child.off('exit', onExit)
      resolve(message)
    })
  })
}
