import { readFileSync } from 'node:fs'

/** Tokens that Stream's own SDKs minted. */
export interface GoldenFile {
  readonly secret: string
  readonly cases: readonly GoldenCase[]
}

export interface GoldenCase {
  readonly name: string
  readonly input: {
    readonly userId?: string
    readonly exp?: number
    readonly iat?: number
    readonly role?: string
    readonly callCids?: readonly string[]
    readonly server?: true
    readonly dev?: true
  }
  /** For verification only: the provider does not mint tokens with this byte order. */
  readonly readOnly?: true
  readonly token: string
}

/** Hostile tokens: an incorrect implementation would misread them. */
export interface HostileFile {
  readonly cases: readonly HostileCase[]
}

export interface HostileCase {
  readonly id: string
  readonly token?: string
  /** An input that is not a string. */
  readonly value?: unknown
  /** How to create an input that is too large for the file. */
  readonly recipe?: Recipe
  readonly secret: string
  /** The current time as a NumericDate; `nowMs` is the same time in milliseconds. */
  readonly now: number
  readonly nowMs?: number
  readonly options: HostileOptions
  readonly expect: HostileOutcome
  /** Codes that are accepted as well as the expected one. */
  readonly alsoCodes?: readonly number[]
  /** 'either': the token may be accepted or rejected, but guards and `verifyToken` must agree. */
  readonly strength: 'must' | 'policy' | 'either'
}

export type HostileOutcome =
  | { readonly result: 'accept'; readonly userId?: string; readonly server?: true }
  | { readonly result: 'reject'; readonly code: number }

export interface HostileOptions {
  readonly mode: 'user' | 'server'
  readonly devTokens: boolean
  readonly leewaySec: number
  readonly noIat: 'accept' | 'reject'
  readonly maxTokenBytes: number
  /** Cutoffs to preset, as RFC 3339 dates; null: one that was undone. */
  readonly revokedUsers?: Readonly<Record<string, string | null>>
  /** The same, for names that cannot be keys of an object. */
  readonly revokedUsersList?: readonly (readonly [userId: string, before: string])[]
  readonly revokedApp?: string
}

export type Recipe =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'repeat'; readonly text: string; readonly count: number }
  | { readonly kind: 'paddedToken' | 'paddedHeader' | 'longSignature'; readonly bytes: number }
  | { readonly kind: 'deepPayload' | 'deepHeader'; readonly depth: number }
  | { readonly kind: 'dupKeys'; readonly count: number }
  | { readonly kind: 'longNumber'; readonly digits: number }

const read = (name: string): string => readFileSync(new URL(`../vectors/${name}`, import.meta.url), 'utf8')

export const GOLDEN: GoldenFile = JSON.parse(read('golden-tokens.json'))

export const HOSTILE: HostileFile = JSON.parse(read('hostile-tokens.json'))
