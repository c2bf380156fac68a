import { readFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'

/** What a process that serves an app tells of itself. */
export interface ProcessFacts {
  /** Resident memory, in bytes. */
  readonly memory: number
  /** The most that it has been. */
  readonly mostMemory: number
  /** What keeps the process going, and how many of each kind. */
  readonly resources: Readonly<Record<string, number>>
  /** What went wrong and nobody caught, and what was written to responses that were over; each kind once. */
  readonly faults: readonly string[]
}

/** How often the memory is looked at where the system does not remember the most, in milliseconds. */
const LOOK_EVERY = 20

/**
 * Watches this process from now on. For the process of a host that {@link loadSuite} is run on, which answers what this
 * returns: what a client in the same process needs would be counted too.
 */
export function watchProcess(): () => ProcessFacts {
  const faults = new Set<string>()
  process.on('uncaughtExceptionMonitor', error => faults.add(`uncaught: ${error}`))
  process.on('unhandledRejection', reason => faults.add(`unhandled: ${reason}`))
  watchResponses(faults)
  const mostMemory = watchMemory()
  return () => ({
    memory: process.memoryUsage.rss(),
    mostMemory: mostMemory(),
    resources: activeResources(),
    faults: [...faults],
  })
}

/** Notes what is written to a response that is over; Node drops it, or emits an error. An `end` of nothing is no write. */
function watchResponses(faults: Set<string>): void {
  for (const name of ['write', 'end'] as const) {
    const method: unknown = Reflect.get(ServerResponse.prototype, name)
    if (typeof method !== 'function') continue
    Reflect.set(ServerResponse.prototype, name, function watched(this: ServerResponse, ...args: unknown[]) {
      const [chunk] = args
      const isData = chunk !== undefined && chunk !== null && typeof chunk !== 'function'
      const state = this.destroyed ? 'closed' : this.writableEnded ? 'ended' : undefined
      if (isData && state !== undefined) faults.add(`${name} of data to a response that is ${state}`)
      return Reflect.apply(method, this, args)
    })
  }
}

function watchMemory(): () => number {
  let most = 0
  const look = (): number => {
    most = Math.max(most, rememberedByTheSystem() ?? process.memoryUsage.rss())
    return most
  }
  if (rememberedByTheSystem() === undefined) setInterval(look, LOOK_EVERY).unref()
  return look
}

/** Linux keeps the peak. Not that of `getrusage`: a child begins there with what its parent had. */
function rememberedByTheSystem(): number | undefined {
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
