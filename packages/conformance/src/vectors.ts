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
  /** It is there to be read: the order of its bytes is not ours to make. */
  readonly readOnly?: true
  readonly token: string
}

/** Tokens made to be misread. */
export interface HostileFile {
  readonly cases: readonly HostileCase[]
}

export interface HostileCase {
  readonly id: string
  readonly token?: string
  /** An input that is no text. */
  readonly value?: unknown
  /** How an input is made that is too large to be written down. */
  readonly recipe?: Recipe
  readonly secret: string
  /** A NumericDate; `nowMs` is the same with milliseconds. */
  readonly now: number
  readonly nowMs?: number
  readonly options: HostileOptions
  readonly expect: HostileVerdict
  /** Codes that are as good as the expected one. */
  readonly alsoCodes?: readonly number[]
  /** 'either': accepted or not, as long as every reader decides alike. */
  readonly strength: 'must' | 'policy' | 'either'
}

export type HostileVerdict =
  | { readonly result: 'accept'; readonly userId?: string; readonly server?: true }
  | { readonly result: 'reject'; readonly code: number }

export interface HostileOptions {
  readonly mode: 'user' | 'server'
  readonly devTokens: boolean
  readonly leewaySec: number
  readonly noIat: 'accept' | 'reject'
  readonly maxTokenBytes: number
  /** Cutoffs to preset, as RFC 3339; null: none. */
  readonly revokedUsers?: Readonly<Record<string, string | null>>
  /** The same, where a name would not survive as a key of an object. */
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
