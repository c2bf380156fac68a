import type { DemoState, HeldToken } from './demo-state.js'
import type { InForce } from './revocation.js'

/** Between two servers' clocks, as the server's option `clockSkew` has it by default; in seconds. */
const CLOCK_SKEW = 0.2

/** What the person's token is worth now. */
export interface TokenCondition {
  readonly name: 'none' | 'valid' | 'expired' | 'revoked' | 'blocked'
  readonly label: string
  readonly text: string
  /** Whether the server will want this person to sign in again. */
  readonly mustSignIn: boolean
}

/** Derives the condition of the token from the state; `now` is on the clock of `performance.now()`. */
export function tokenCondition(state: DemoState, now: number): TokenCondition {
  const { token, person } = state
  const own: InForce | undefined = state.inForce[person?.id ?? '']
  const before = own?.before ?? null
  const mustSignIn =
    before !== null && person !== undefined && person.signedInAt < Date.parse(before) / 1000 - CLOCK_SKEW
  const name = conditionName(token, own, now)
  return { name, mustSignIn, ...TEXTS[name](state, mustSignIn) }
}

function conditionName(
  token: HeldToken | undefined,
  own: InForce | undefined,
  now: number,
): TokenCondition['name'] {
  if (own !== undefined && own.blockedUntil !== null) return 'blocked'
  if (token === undefined) return 'none'
  if (own !== undefined && isCutOff(token, own)) return 'revoked'
  return secondsLeft(token, now) === 0 ? 'expired' : 'valid'
}

function isCutOff({ decoded }: HeldToken, { before, appBefore }: InForce): boolean {
  const iat = decoded?.claims.iat
  if (typeof iat !== 'number') return before !== null || appBefore !== null
  return [before, appBefore].some(cutoff => cutoff !== null && iat * 1000 < Date.parse(cutoff))
}

/** The seconds until a token expires, at least 0. */
export function secondsLeft({ expiresIn, receivedAt }: HeldToken, now: number): number {
  return expiresIn === null ? Number.POSITIVE_INFINITY : Math.max(0, expiresIn - (now - receivedAt) / 1000)
}

type Text = Pick<TokenCondition, 'label' | 'text'>

const TEXTS: Readonly<Record<TokenCondition['name'], (state: DemoState, mustSignIn: boolean) => Text>> = {
  none: ({ refusal }) => ({ label: 'No token', text: refusal ?? 'The page is requesting one.' }),
  // The clock says the rest.
  valid: () => ({ label: 'Valid', text: '' }),
  expired: ({ refusal }) => ({ label: 'Expired', text: refusal ?? 'The page is requesting a new one.' }),
  revoked: (_state, mustSignIn) => ({
    label: 'Revoked',
    text: mustSignIn
      ? 'Stream refuses it with code 40. You signed in before the cutoff, so you must sign in again.'
      : 'Stream refuses it with code 40. Your next message fetches a new token.',
  }),
  blocked: () => ({ label: 'Blocked', text: 'The server gives you no token until you are unblocked.' }),
}
