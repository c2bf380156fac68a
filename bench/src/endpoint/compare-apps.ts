import { type Comparison, compare, type Pace } from '../compare.js'
import type { Exchange } from './exchange.js'
import { createLoad, type Load } from './load.js'
import { type Program, startProgram } from './program.js'
import { warmUp } from './warm-up.js'

/** An app to measure: a program, and the request that is repeated. */
export interface App {
  readonly name: string
  readonly script: URL
  readonly args: readonly string[]
  readonly exchange: Exchange
  /** Rejects unless the app responds correctly. */
  readonly check: (url: string) => Promise<void>
}

interface Running {
  readonly name: string
  readonly program: Program
  readonly load: Load
}

/** Measures the CPU time that each server spends on a request. The servers take turns; all of them keep running. */
export async function compareApps(apps: readonly App[], pace: Pace): Promise<Comparison> {
  const running: Running[] = []
  try {
    for (const { name, script, args, exchange, check } of apps) {
      const program = await startProgram(script, args, pace.profile)
      running.push({ name, program, load: createLoad(program.url, exchange) })
      await check(program.url)
    }
    await warmUp(running, app => takeBurst(app, pace.turn * (pace.turns ?? 1)))
    return await compare(running, takeBurst, pace)
  } finally {
    for (const { program, load } of running) {
      await load.close()
      await program.stop()
    }
  }
}

/** Opens the connections and refills the server's caches before it measures. */
async function takeBurst({ program, load }: Running, milliseconds: number): Promise<number> {
  await load.send(0)
  const before = await program.cpu()
  const requests = await load.send(milliseconds)
  return ((await program.cpu()) - before) / requests
}
