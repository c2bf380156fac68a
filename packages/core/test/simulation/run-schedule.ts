import { effectiveCutoff } from '../../src/cutoffs/is-revoked.js'
import { type createTokenProvider, isTokenProviderError } from '../../src/index.js'
import type { TokenProvider } from '../../src/provider/token-provider.js'
import { NOW, SECRET } from '../fixture/fixed-provider.js'
import { type Seeded, seeded } from '../fixture/seeded.js'
import { checkEnd } from './check-end.js'
import { type Command, createHistory, type Target } from './history.js'
import { createNetwork } from './network.js'
import { createStore, READ_TIMEOUT, WRITE_TIMEOUT } from './store-model.js'
import { createStream, STRANGER, STREAM_TIMEOUT } from './stream-model.js'
import { createVirtualTime } from './virtual-time.js'

export const USERS = ['a', 'b', STRANGER]

/** How long commands are given, in seconds, and how long the network is whole afterwards. */
const BUSY = 12
const QUIET = 400

/** A signed token of each user from long before all revocations. */
export type OldTokens = ReadonlyMap<string, string>

/**
 * Runs one schedule: two processes revoke, undo, block, mint and verify over a network and a store that fail. Returns
 * what was wrong; the same seed gives the same schedule.
 */
export async function runSchedule(
  create: typeof createTokenProvider,
  seed: number,
  tokens: OldTokens,
): Promise<readonly string[]> {
  const choice = seeded(seed)
  const random = (): number => choice.below(1_000_000) / 1_000_000
  const failing = choice.pick([0, 0.1, 0.3])
  const sees = choice.pick([true, false])
  const time = createVirtualTime(random)
  const network = createNetwork(time, random, failing)
  const store = createStore(network, random, failing / 4)
  const stream = createStream(network, random, failing)
  const history = createHistory()
  const wrong: string[] = []
  const clockOf = (process: number): number => NOW + time.now() + (process === 0 ? 0 : 0.15)
  const processes = [0, 1].map(process =>
    create({
      apiKey: 'simulated',
      apiSecret: SECRET,
      clock: () => Math.floor(clockOf(process) * 1000),
      revocations: store.connect(!sees),
      storeTimeout: READ_TIMEOUT,
      writeTimeout: WRITE_TIMEOUT,
      streamApi: { timeout: STREAM_TIMEOUT, retries: 2 },
      onEvent: () => {},
    }),
  )
  stream.onDate = (key, date) => {
    const isUndone = history.commands.some(
      ({ userId, field, undoes }) => userId === key && field === 'cutoff' && undoes,
    )
    if (date === null && !isUndone) wrong.push(`null was sent for ${key || 'the app'}, which nobody undid`)
  }

  const command = async (process: number, target: Target, undoes: boolean): Promise<void> => {
    const provider = processes[process]
    if (provider === undefined) return
    const past = new Date((NOW - choice.below(500)) * 1000)
    const date = undoes ? null : choice.pick([undefined, undefined, past])
    const one: Command = {
      ...target,
      process,
      undoes,
      calledAt: time.now(),
      from: date ? date.getTime() / 1000 : clockOf(process),
      endedAt: undefined,
      stored: false,
    }
    history.commands.push(one)
    const reason = await reasonOf(execute(provider, target, date, new Date(clockOf(process) * 1000), choice))
    one.endedAt = time.now()
    one.stored = reason !== 'revocation_not_stored'
  }

  const verify = async (process: number, userId: string): Promise<void> => {
    const targets: readonly Target[] = [
      { userId, field: 'cutoff' },
      { userId, field: 'block' },
      { userId: '', field: 'cutoff' },
    ]
    const mustRefuse = targets.some(target => history.mustRevoke(target, process, time.now(), sees))
    const mustAccept = targets.every(target => history.mustAllow(target, process, time.now(), sees))
    const began = history.commands.length
    const reason = await reasonOf(processes[process]?.verifyToken(tokens.get(userId)) ?? Promise.resolve())
    // What began meanwhile may be seen or not.
    if (history.commands.length !== began) return
    if (mustRefuse && reason === undefined)
      wrong.push(`a revoked token of ${userId} was accepted in ${process}`)
    if (mustAccept && reason === 'token_revoked')
      wrong.push(`an undone revocation of ${userId} is back in ${process}`)
  }

  const mint = async (process: number, userId: string): Promise<void> => {
    const earliest = history.earliestIat(userId, time.now())
    const began = history.commands.length
    const isQuiet = history.commands.every(({ endedAt, stored }) => endedAt !== undefined && stored)
    const token = await processes[process]?.createToken(userId).catch(() => undefined)
    if (token === undefined || history.commands.length !== began) return
    const { iat } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    if (iat < earliest) wrong.push(`a token of ${userId} was minted behind the cutoff in ${process}`)
    const cutoff = effectiveCutoff(store.read(userId)) ?? 0
    if (isQuiet && iat < cutoff)
      wrong.push(`a token of ${userId} was minted in ${process} although it is revoked`)
  }

  for (let step = 6 + choice.below(14); step > 0; step--) {
    const process = choice.below(2)
    const userId = choice.pick(['', ...USERS, 'a', 'a'])
    const field = userId !== '' && choice.below(4) === 0 ? 'block' : 'cutoff'
    const undoes = choice.below(3) === 0
    const at = choice.below(2) === 0 ? choice.below(BUSY * 1000) / 1000 : choice.below(BUSY)
    // Stream has one activity for a user; one process sets it, or else the last call would win.
    time.after(at, () => void command(field === 'block' ? 0 : process, { userId, field }, undoes))
  }
  for (let step = 0; step < 24; step++) {
    const [process, userId] = [choice.below(2), choice.pick(USERS)]
    const look = choice.below(4) === 0 ? mint : verify
    time.after(random() * (BUSY + 10), () => void look(process, userId))
  }

  await time.runUntil(BUSY)
  network.heal()
  store.heal()
  stream.heal()
  await time.runUntil(BUSY + QUIET)
  for (const process of [0, 1]) for (const userId of USERS) void verify(process, userId)
  await time.runUntil(BUSY + QUIET + 20)
  wrong.push(...checkEnd(history, store, stream))
  const closing = Promise.all(processes.map(provider => provider.close()))
  await time.runUntil(BUSY + QUIET + 40)
  await closing
  return wrong
}

/** The reason of a refusal; undefined if there was none. */
async function reasonOf(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    if (isTokenProviderError(error)) return error.reason
    throw error
  }
}

/** Runs a command in one of the forms that an app can write. */
function execute(
  provider: TokenProvider,
  { userId, field }: Target,
  date: Date | null | undefined,
  now: Date,
  choice: Seeded,
): Promise<unknown> {
  if (field === 'block')
    return date === null
      ? provider.unblockUser(userId, { reactivate: true })
      : provider.blockUser(userId, { deactivate: true })
  const wait = choice.below(2) === 0
  // The app has no default date. A date of now, or a little ahead of it, means now.
  if (userId === '') return provider.revokeTokens(date === undefined ? now : date, { wait })
  return choice.below(4) === 0
    ? provider.revokeUsersToken([userId], date, { wait })
    : provider.revokeUserToken(userId, date, { wait })
}
