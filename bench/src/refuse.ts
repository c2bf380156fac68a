import { createTokenProvider, isTokenProviderError } from '@stream-token/core'
import { apiKey, apiSecret, exp, iat, userId } from './app.js'
import { compare, type Pace } from './compare.js'
import type { Contender } from './contender.js'
import { signBare } from './floor.js'
import { below } from './goal.js'
import type { Report } from './report.js'
import { figure, table } from './table.js'
import { takeTurn } from './take-turn.js'

/** The default of `maxTokenBytes`: longer tokens are refused without being parsed. */
const LONGEST = 8192

/** How many secrets verify tokens: a forged token is checked against every one of them. */
const SECRETS = 10

/** Measures the cost of refusing tokens that are crafted to be expensive. */
export async function refuse(pace: Pace): Promise<Report> {
  const secrets = Array.from({ length: SECRETS }, (_, at) => `${apiSecret}${at}`)
  const rotating = createTokenProvider({ apiKey, apiSecret: secrets })
  const contenders = Object.entries(hostileTokens()).map(
    ([name, token]): Contender => ({ name, run: () => rotating.verifyToken(token).then(accepted, refused) }),
  )
  for (const { run } of contenders) await run()
  const { names, cost } = await compare(contenders, takeTurn, pace)
  const worst = Math.max(...names.map(cost))
  return {
    title: `Refuse a huge or hostile token (${SECRETS} secrets in rotation)`,
    table: table(
      ['', 'CPU µs'],
      names.map(name => [name, figure(cost(name))]),
    ),
    goals: [below('the most expensive token', worst / 1000, 1, 'ms')],
  }
}

function hostileTokens(): Readonly<Record<string, string>> {
  const [header = '', payload = ''] = signBare({ user_id: userId, exp, iat }).split('.')
  const signature = 'A'.repeat(43)
  const filled = (before: string, after: string, text: string): string =>
    `${before}${text.repeat(LONGEST).slice(0, LONGEST - before.length - after.length)}${after}`
  const nested = (open: string, close: string): string => {
    const depth = Math.floor(LONGEST / 3 / (open.length + close.length))
    return `${encode(`{"alg":${open.repeat(depth)}0${close.repeat(depth)}}`)}.${payload}.${signature}`
  }
  return {
    '10 MB in the form of a token': `${header}.${'A'.repeat(10_000_000)}.${signature}`,
    '10 MB of dots': '.'.repeat(10_000_000),
    '8 KiB of dots': filled('', '', '.'),
    '8 KiB, forged': filled(`${header}.`, `.${signature}`, payload),
    '8 KiB, header of nested arrays': nested('[', ']'),
    '8 KiB, header of nested objects': nested('{"":', '}'),
    '8 KiB, header of repeated names': `${encode(`{${'"alg":0,'.repeat(500)}"alg":0}`)}.${payload}.${signature}`,
    'usual size, forged': `${header}.${payload}.${signature}`,
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function accepted(): never {
  throw new Error('A hostile token was accepted.')
}

function refused(error: unknown): void {
  if (!isTokenProviderError(error)) throw error
}
