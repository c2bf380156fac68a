import { readFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'

/** The state of a process that serves an app. */
export interface ProcessFacts {
  /** Resident memory, in bytes. */
  readonly memory: number
  /** The peak of resident memory, in bytes. */
  readonly mostMemory: number
  /** The number of active resources of each kind, which keep the process running. */
  readonly resources: Readonly<Record<string, number>>
  /** Uncaught errors, and writes to responses that had ended or closed; each message once. */
  readonly errors: readonly string[]
}

/** How often memory is measured if the system does not report its peak, in milliseconds. */
const MEASURE_EVERY = 20

/**
 * Starts watching this process, and returns a function that returns the facts. For the process of a host under
 * {@link loadSuite}, which must run apart from the clients: their resources would be counted too.
 */
export function watchProcess(): () => ProcessFacts {
  const errors = new Set<string>()
  process.on('uncaughtExceptionMonitor', error => errors.add(`uncaught: ${error}`))
  process.on('unhandledRejection', reason => errors.add(`unhandled: ${reason}`))
  watchResponses(errors)
  const mostMemory = watchMemory()
  return () => ({
    memory: process.memoryUsage.rss(),
    mostMemory: mostMemory(),
    resources: activeResources(),
    errors: [...errors],
  })
}

/** Records data written to responses that have ended or closed: Node drops it or emits an error. */
function watchResponses(errors: Set<string>): void {
  for (const name of ['write', 'end'] as const) {
    const method: unknown = Reflect.get(ServerResponse.prototype, name)
    if (typeof method !== 'function') continue
    Reflect.set(ServerResponse.prototype, name, function watched(this: ServerResponse, ...args: unknown[]) {
      const [chunk] = args
      const isData = chunk !== undefined && chunk !== null && typeof chunk !== 'function'
      const state = this.destroyed ? 'closed' : this.writableEnded ? 'ended' : undefined
      if (isData && state !== undefined) errors.add(`${name} of data to a response that is ${state}`)
      return Reflect.apply(method, this, args)
    })
  }
}

function watchMemory(): () => number {
  let most = 0
  const measure = (): number => {
    most = Math.max(most, systemPeak() ?? process.memoryUsage.rss())
    return most
  }
  if (systemPeak() === undefined) setInterval(measure, MEASURE_EVERY).unref()
  return measure
}

/** Returns the peak that Linux reports. `getrusage` is no alternative: a child inherits the peak of its parent. */
function systemPeak(): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
  } catch {
    return undefined
  }
}

function activeResources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const kind of process.getActiveResourcesInfo().sort()) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}
