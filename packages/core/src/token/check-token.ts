import type { VerifiedServerToken, VerifiedToken, VerifiedUserToken } from './verified-token.js'

/** The kind of a token. */
export type TokenKind = 'user' | 'server'

/** The kind of token that is required. Default 'user'. */
export interface KindOption<Kind extends TokenKind> {
  readonly kind?: Kind | undefined
}

/** A check that returns its result at once where it waits for nothing, and throws the reason of a refusal. */
export type DirectCheck<Input> = (
  input: Input,
  options?: KindOption<TokenKind>,
) => VerifiedToken | Promise<VerifiedToken>

/** The direct form of a check. A function that an app wraps around a check has none, so that guards call the wrapper. */
const DIRECT: unique symbol = Symbol.for('stream-token-provider.direct')

/** Checks a token and returns its content. */
export interface CheckToken<Input> {
  (input: Input, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  (input: Input, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  (input: Input, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  readonly [DIRECT]?: DirectCheck<Input>
}

/** Creates the check that apps call: it always returns a promise. */
export function createCheckToken<Input>(direct: DirectCheck<Input>): CheckToken<Input> {
  function check(input: Input, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  function check(input: Input, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  function check(input: Input, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  async function check(input: Input, options?: KindOption<TokenKind>): Promise<VerifiedToken> {
    return direct(input, options)
  }
  Object.defineProperty(check, DIRECT, { value: direct })
  return check
}

/** Returns the direct form of a check, or the check itself: in Next, each promise adds about 10 µs to a request. */
export function directCheck<Input>(check: CheckToken<Input>): DirectCheck<Input> {
  return check[DIRECT] ?? check
}
