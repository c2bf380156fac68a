import type { Revocation, RevocationState } from '@stream-token/core'
import { covers } from '@stream-token/core/store'
import type { createMirror } from '../../src/index.js'
import { seeded } from '../fixture/seeded.js'
import { START } from '../fixture/start.js'
import { createVirtualTime } from '../fixture/virtual-time.js'
import { createCluster } from './cluster.js'
import { createNetwork } from './network.js'
import { revoked, undone } from './numbered.js'
import { createModel, type Known, learn, pairsOf } from './plain-model.js'
import { createProcess } from './simulated-process.js'

const USERS = ['a', 'b', 'c']

/** How long commands are given, in seconds, and how long all is well afterwards. */
const BUSY = 30
const QUIET = 40

const MAX_STALE = 8

/** Delays that the model does not count: latency, and what ends at the same time. */
const SLACK = 0.1

/**
 * Runs one schedule: some processes revoke, undo, check and mint over a network and a server that fail. Returns what was
 * wrong; the same seed gives the same schedule.
 */
export async function runSchedule(create: typeof createMirror, seed: number): Promise<readonly string[]> {
  const choice = seeded(seed)
  const time = createVirtualTime()
  const network = createNetwork(time, choice, choice.pick([0, 0.05, 0.25]))
  const model = createModel()
  const cluster = createCluster(time, choice, network, data => model.note(time.now(), data))
  const wrong: string[] = []
  const say = (what: string): void => void wrong.push(`${time.now().toFixed(3)}: ${what}`)

  const mirrors = Array.from({ length: 2 + choice.below(2) }, () => {
    const process = createProcess(time, choice.random)
    const mirror = {
      process,
      known: new Map() as Known,
      /** Since when, and until when, it has talked to old primaries: it cannot see what the new one gets. */
      splits: [] as { readonly from: number; readonly until: number }[],
      /** When the last call began that has got its response. */
      respondedAt: Number.NEGATIVE_INFINITY,
      store: create(
        cluster.connect(process, begunAt => {
          mirror.respondedAt = Math.max(mirror.respondedAt, begunAt)
        }),
        { maxStale: MAX_STALE, readTimeout: 0.5, runtime: process.runtime },
      ),
    }
    mirror.store.open?.({ apiKey: 'key', clock: process.clock, notify: () => {} })
    return mirror
  })
  type Mirror = (typeof mirrors)[number]

  /** A check, or with `fresh` the last look before a mint. */
  const look = async (
    mirror: Mirror,
    userId: string,
    fresh: boolean,
  ): Promise<RevocationState | undefined> => {
    const begunAt = time.now()
    const known = new Map(mirror.known)
    const due = fresh ? begunAt : begunAt - MAX_STALE - SLACK
    const hidden = mirror.splits.filter(({ until }) => due < until + SLACK)
    const from = Math.min(due, ...hidden.map(split => split.from))
    let state: RevocationState
    try {
      state = await mirror.store.read(userId, { fresh })
    } catch {
      return undefined
    }
    const kind = fresh ? 'a mint' : 'a check'
    for (const one of model.missing(userId, state, known, from))
      say(`${kind} in ${mirrors.indexOf(mirror)} saw ${one}`)
    const silence = begunAt - mirror.respondedAt
    if (silence > MAX_STALE + SLACK)
      say(`${kind} in ${mirrors.indexOf(mirror)} knew after ${silence.toFixed(1)} s`)
    learn(mirror.known, pairsOf(userId, state))
    return state
  }

  const command = async (mirror: Mirror): Promise<void> => {
    const userId = choice.pick(USERS)
    const field = choice.pick(['user', 'user', 'block', 'app'] as const)
    const undoes = choice.chance(0.35)
    const state = await look(mirror, userId, true)
    if (state === undefined) return
    const pair = undoes
      ? undone(state[field])
      : revoked(state[field], START + Math.round(time.now() * 1000) / 1000)
    const change: Revocation =
      field === 'app'
        ? { app: true, cutoff: pair }
        : field === 'user'
          ? { userId, cutoff: pair }
          : { userId, block: pair }
    const known = new Map(mirror.known)
    try {
      const [stored = {}] = await mirror.store.write([change])
      if (!covers(stored[field], pair)) say('a write returned less than it wrote')
      const of = field === 'app' ? '' : userId
      learn(known, pairsOf(of, stored))
      learn(mirror.known, pairsOf(of, stored))
    } catch {
      return
    }
    await look(mirror, userId, false)
    for (let step = 0; step < 3; step++) at(choice.random() ** 3, mirror, () => look(mirror, userId, false))
  }

  /** Half of what happens comes within a few seconds, since most mistakes need several things at the same time. */
  const hot = choice.random() * BUSY
  const moment = (): number =>
    choice.chance(0.5) ? Math.max(0, hot + (choice.random() - 0.5) * 4) : choice.random() * BUSY

  const at = (seconds: number, mirror: Mirror, task: () => unknown): void =>
    void time.after(seconds, () => mirror.process.run(() => void task()))

  for (let step = 4 + choice.below(10); step > 0; step--) {
    const mirror = choice.pick(mirrors)
    at(moment(), mirror, () => command(mirror))
  }
  for (let step = 0; step < 40; step++) {
    const [mirror, userId, fresh] = [choice.pick(mirrors), choice.pick(USERS), choice.chance(0.25)]
    at(moment(), mirror, () => look(mirror, userId, fresh))
  }
  for (let step = choice.below(5); step > 0; step--) time.after(moment(), () => cluster.damage())
  for (let step = choice.below(4); step > 0; step--) {
    const mirror = choice.pick(mirrors)
    const { process } = mirror
    const seconds = choice.random() * 2 * MAX_STALE
    const happens = choice.pick<() => void>([
      () => process.freeze(seconds, true),
      () => process.freeze(seconds, false),
      // Not while it is frozen: with a monotonic clock that stands still, that cannot be noticed.
      () => process.run(() => process.setClock(choice.pick([3600, -3600, 0.5, -0.5]))),
      () => {
        process.cutOffUntil = time.now() + seconds
      },
      () => {
        if (mirrors.some(({ splits }) => time.now() < (splits.at(-1)?.until ?? 0))) return
        mirror.splits.push({ from: time.now() - 1e-6, until: time.now() + seconds })
        cluster.split(process, seconds)
      },
    ])
    time.after(moment(), () => {
      happens()
      // A check right afterwards, which is the first that the process does when it goes on.
      process.run(() => void look(mirror, choice.pick(USERS), false))
    })
  }

  await time.runUntil(BUSY)
  network.heal()
  cluster.downUntil = 0
  for (const { process } of mirrors) process.cutOffUntil = 0
  for (let second = 1; second < QUIET; second++)
    for (const mirror of mirrors)
      time.after(second, () => mirror.process.run(() => void look(mirror, 'a', false)))
  await time.runUntil(BUSY + QUIET)

  const isQuiet = time.now()
  for (const mirror of mirrors) {
    const name = mirrors.indexOf(mirror)
    for (const userId of USERS) {
      const [server = {}] = cluster.server.read(userId, Number.POSITIVE_INFINITY).states
      const state = mirror.store.read(userId)
      if (state instanceof Promise) {
        state.catch(() => {})
        say(`${name} is not fresh at the end`)
        break
      }
      for (const one of model.missing(userId, state, pairsOf(userId, server), isQuiet))
        say(`${name} ends with ${one}`)
      for (const one of model.missing(userId, server, pairsOf(userId, state), isQuiet))
        say(`the server ends with ${one}`)
      const own = [...mirror.known].filter(([key]) => key.endsWith(`:${userId}`) || !key.includes(':'))
      for (const one of model.missing(userId, server, new Map(own), isQuiet))
        say(`the server has lost ${one}`)
    }
    const { dirty, pending } = mirror.store.gauges()
    if (dirty + pending > 0) say(`${name} ends with ${dirty} dirty and ${pending} pending`)
  }
  for (const { store } of mirrors) void store.close()
  await time.runUntil(time.now() + 20)
  if (time.timers() > 0) say(`${time.timers()} timers are left`)
  return wrong
}
