import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { type Hostile, type HostileValues, hostileValues, type Plain } from '../fixture/hostile-values.js'
import { checkId, checkNames, expiresInOf, Refused, scopeOf, timesOf } from '../fixture/plain-rules.js'
import { type Seeded, seeded } from '../fixture/seeded.js'

const ROUNDS = process.env.TEST_FULL === undefined ? 2000 : 100_000
const MAX_EXPIRES_IN = 86_400
const SCOPE = ['role', 'callCids', 'channelCids', 'claims']
const provider = fixedProvider({ maxTokenBytes: 65_536, maxExpiresIn: MAX_EXPIRES_IN })

const plainly = (plain: string | number | null): Hostile => ({ value: plain, plain })

/** The members of a scope, most of them valid. */
function scopeMembers({ below, pick }: Seeded, values: HostileValues): [string, Hostile][] {
  const mostly = (make: () => Hostile): Hostile => (below(12) === 0 ? values.json(1) : make())
  const cid = (): Hostile =>
    mostly(() =>
      plainly(
        pick(['default:1', 'messaging:a:b', 'team:x-1', 'livestream:~', below(9) === 0 ? 'default' : 'a:b']),
      ),
    )
  const cids = (): Hostile => values.list(Array.from({ length: below(3) + (below(9) === 0 ? 0 : 1) }, cid))
  const claims = (): Hostile => {
    const names = Array.from({ length: below(4) }, () =>
      pick(['team', 'a', 'é', '', '3', 'toJSON', 'then', below(9) === 0 ? 'Sub' : 'b']),
    )
    return values.record(new Map(names.map(name => [name, values.json(3)])))
  }
  const makers: [string, () => Hostile][] = [
    ['role', () => plainly(pick(['host', 'é "~?>', below(9) === 0 ? ' ' : 'admin']))],
    ['callCids', cids],
    ['channelCids', cids],
    ['claims', claims],
  ]
  return makers.flatMap(([name, make]) => (below(2) === 0 ? [[name, mostly(make)] as [string, Hostile]] : []))
}

/** What undefined means as a member: not given. */
function withoutUndefined(members: ReadonlyMap<string, Hostile>): ReadonlyMap<string, Plain> {
  const given = [...members].filter(([, { value }]) => value !== undefined)
  return new Map(given.map(([name, { plain }]) => [name, plain]))
}

/** A result of verifyUser, and the payload of its token; undefined: refused. */
function answer(random: Seeded, values: HostileValues): { value: unknown; payload: () => string } {
  const { below, pick } = random
  const ids = ['john', 'a@b_c-1', 'undefined', 'john doe', '']
  const id =
    below(10) === 0
      ? pick([() => plainly(pick(ids)), () => values.json(1)])()
      : plainly(pick(['john', 'jane']))
  if (below(20) === 0)
    return {
      value: id.value,
      payload: () => `{"user_id":"${checkId(id.plain)}","exp":${NOW + 3600},"iat":${NOW - 5}}`,
    }
  const lifetime = pick<Hostile>([
    plainly(60),
    plainly(90_000),
    plainly(null),
    below(5) === 0 ? values.leaf() : plainly(1),
  ])
  const members = new Map<string, Hostile>([
    ['id', id],
    ...(below(3) === 0 ? [['expiresIn', lifetime] as const] : []),
    ...scopeMembers(random, values),
    ...(below(40) === 0 ? [['email', values.leaf()] as const] : []),
  ])
  const { value } = values.holder(members)
  const payload = (): string => {
    const plain = withoutUndefined(members)
    checkNames(new Map([...members].map(([name, one]) => [name, one.plain])), ['id', 'expiresIn', ...SCOPE])
    const asked = expiresInOf(plain)
    const expiresIn = asked === undefined ? 3600 : Math.min(asked ?? MAX_EXPIRES_IN, MAX_EXPIRES_IN)
    return `{"user_id":"${checkId(plain.get('id'))}","exp":${NOW + expiresIn},"iat":${NOW - 5}${scopeOf(plain)}}`
  }
  return { value, payload }
}

/** Options of createToken, and the payload of the token; undefined: refused. */
function options(random: Seeded, values: HostileValues): { value: unknown; payload: () => string } {
  const { below, pick } = random
  const times: [string, readonly (number | null)[]][] = [
    ['expiresIn', [60, 1, null, 315_360_000, 0, 1.5]],
    ['expiresAt', [NOW + 1, NOW + 60, NOW, 60, NOW * 1000]],
    ['issuedAt', [NOW, NOW - 60, 0, null, NOW + 1, -1]],
  ]
  const members = new Map<string, Hostile>([
    ...times.flatMap(([name, good]) =>
      below(4) === 0
        ? [[name, below(9) === 0 ? values.leaf() : plainly(pick(good))] as [string, Hostile]]
        : [],
    ),
    ...scopeMembers(random, values),
    ...(below(40) === 0 ? [['exp', values.leaf()] as [string, Hostile]] : []),
  ])
  const { value } = values.holder(members)
  const payload = (): string => {
    const plain = withoutUndefined(members)
    checkNames(new Map([...members].map(([name, one]) => [name, one.plain])), [
      ...times.map(([name]) => name),
      ...SCOPE,
    ])
    return `{"user_id":"john"${timesOf(plain)}${scopeOf(plain)}}`
  }
  return { value, payload }
}

/** The payload that the rules allow, in one form; undefined: refused. */
function expectedOf(payload: () => string): string | undefined {
  try {
    return inOneForm(payload())
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

const inOneForm = (json: string): string => JSON.stringify(JSON.parse(json))

/** The payload of the token; undefined: refused. */
async function mintedBy(mint: () => Promise<string>): Promise<string | undefined> {
  let token: string
  try {
    token = await mint()
  } catch (error) {
    if (error instanceof TokenProviderError || String(error) === 'Error: This value throws.') return undefined
    throw error
  }
  // Verifying refuses duplicate and reserved names at any depth; the payload is compared with the rules.
  await provider.verifyToken(token)
  return inOneForm(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('latin1'))
}

async function compare(
  seed: number,
  make: typeof answer,
  mint: (value: unknown) => Promise<string>,
): Promise<{ minted: number; refused: number; wrong: unknown[] }> {
  const random = seeded(seed)
  const values = hostileValues(random)
  const found = { minted: 0, refused: 0, wrong: [] as unknown[] }
  for (let round = 0; round < ROUNDS; round++) {
    const { value, payload } = make(random, values)
    const expected = expectedOf(payload)
    const minted = await mintedBy(() => mint(value))
    if (minted !== expected) found.wrong.push({ round, minted, expected })
    if (minted === undefined) found.refused++
    else found.minted++
  }
  return found
}

describe('a token says what a plain copy of the first read says, or is refused', () => {
  it(`A7: for ${ROUNDS} results of verifyUser`, async () => {
    let result: unknown
    const { issueToken } = provider.endpoint<unknown>(() => result as string)
    const { minted, refused, wrong } = await compare(1, answer, async value => {
      result = value
      return (await issueToken({})).token
    })
    expect(wrong).toEqual([])
    expect(Math.min(minted, refused)).toBeGreaterThan(ROUNDS / 5)
  })

  it(`A7: for ${ROUNDS} options of createToken`, async () => {
    const { minted, refused, wrong } = await compare(2, options, value =>
      provider.createToken('john', value as object),
    )
    expect(wrong).toEqual([])
    expect(Math.min(minted, refused)).toBeGreaterThan(ROUNDS / 5)
  })
})
