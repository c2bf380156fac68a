import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Cell, Host, Served } from '../host.js'
import { SMALL_HEAP } from './small-heap.js'
import type { ProcessFacts } from './watch-process.js'

/** A host whose apps run in a process of their own, which tells of itself. */
export interface ProcessHost extends Host {
  /** What {@link watchProcess} of that process returns. */
  facts(): Promise<ProcessFacts>
  /** Ends the process. */
  stop(): Promise<void>
}

/** What the process is asked: for the facts, or to serve the app of a setting. */
export type Question = 'facts' | { readonly cell: Cell; readonly setting: string }

const MOST_PRINTED = 10_000

/**
 * Moves a host into a process of its own, with a {@link SMALL_HEAP}, which begins with the first app and serves all of
 * them. The options and the `verifyUser` of an app are made there, by the name of its setting.
 *
 * @param host - The host, of which the name and the set-ups are used here.
 * @param program - The program to start, in JavaScript. It gets the host's name as its argument, and calls
 * {@link serveParent}.
 */
export function ownProcess(host: Host, program: URL): ProcessHost {
  let started: Promise<ChildProcess> | undefined
  let asked: Promise<unknown> = Promise.resolve()

  async function start(): Promise<ChildProcess> {
    const child = fork(program, [host.name], { execArgv: [...SMALL_HEAP], silent: true })
    // Frameworks report every client that leaves; what they said is told when the process ends by itself.
    let printed = ''
    const read = (chunk: Buffer): void => {
      printed = `${printed}${chunk}`.slice(-MOST_PRINTED)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', code => {
      if (code !== null) console.error(`The process of ${host.name} ended with ${code}: ${printed}`)
    })
    await nextMessage(child)
    return child
  }

  async function put<Answer>(question: Question): Promise<Answer> {
    started ??= start()
    const child = await started.catch(error => {
      started = undefined
      throw error
    })
    return new Promise((resolve, reject) => {
      nextMessage<Answer>(child).then(resolve, reject)
      child.send(question, error => error && reject(error))
    })
  }

  /** One at a time: an answer does not say whose question it is of. */
  function ask<Answer>(question: Question): Promise<Answer> {
    const answer = asked.then(() => put<Answer>(question))
    asked = answer.catch(() => {})
    return answer
  }

  return {
    name: host.name,
    cells: host.cells,
    passesOn: host.passesOn,
    async serve({ parser, mount, setting }) {
      const served = await ask<Omit<Served, 'close'>>({ cell: { parser, mount }, setting })
      return { ...served, close: async () => {} }
    },
    facts: () => ask('facts'),
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

/** The next message of a child; rejects when it ends instead. */
function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`The process of the host ended with ${code}.`))
    child.once('exit', ended)
    child.once('message', (message: Message) => {
      child.off('exit', ended)
      resolve(message)
    })
  })
}
