import { existsSync, readFileSync } from 'node:fs'

/** What Stream's own SDKs minted. */
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
  readonly noIat?: true
  readonly noExp?: true
  readonly readOnly?: true
  readonly token: string
}

/** Tokens made to be misread. */
export interface HostileFile {
  readonly cases: readonly HostileCase[]
}

export interface HostileCase {
  readonly id: string
  readonly group: string
  readonly token?: string
  readonly value?: unknown
  readonly recipe?: Recipe
  readonly secret: string
  readonly now: number
  readonly nowMs?: number
  readonly options: {
    readonly mode: 'user' | 'server'
    readonly devTokens: boolean
    readonly leewaySec: number
    readonly maxTokenBytes: number
    readonly noIat: 'accept' | 'reject'
    readonly revokedUsers?: Readonly<Record<string, string | null>>
    readonly revokedUsersList?: readonly (readonly [userId: string, date: string])[]
    readonly revokedApp?: string | null
  }
  readonly expect:
    | { readonly result: 'accept'; readonly userId?: string; readonly server?: true }
    | { readonly result: 'reject'; readonly code: number }
  readonly alsoCodes?: readonly number[]
  readonly strength: 'must' | 'policy' | 'either'
}

/** How an input too large to be written down is made. */
export type Recipe =
  | { readonly kind: 'undefined' }
  | { readonly kind: 'repeat'; readonly text: string; readonly count: number }
  | { readonly kind: 'paddedToken' | 'paddedHeader' | 'longSignature'; readonly bytes: number }
  | { readonly kind: 'deepPayload' | 'deepHeader'; readonly depth: number }
  | { readonly kind: 'dupKeys'; readonly count: number }
  | { readonly kind: 'longNumber'; readonly digits: number }

/** C2SP's Wycheproof, as far as it is about JWS. */
export interface WycheproofFile {
  readonly cases: readonly WycheproofCase[]
}

export interface WycheproofCase {
  readonly file: string
  readonly tcId: number
  readonly comment: string
  readonly token: string
  readonly key?: { readonly k?: string }
  readonly hs256: boolean
  readonly ours: 'valid' | 'invalid' | 'skip'
}

const OWN = new URL('../../conformance/vectors/', import.meta.url)

/** Third-party vectors are not part of this repository; they may lie beside it. */
const SHARED = new URL('../../../../shared/vectors/', import.meta.url)

export const golden: GoldenFile = read(new URL('golden-tokens.json', OWN))
export const hostile: HostileFile = read(new URL('hostile-tokens.json', OWN))

/** Undefined where the vectors are not there. */
export function wycheproof(): WycheproofFile | undefined {
  const file = new URL('wycheproof-hs256.json', SHARED)
  return existsSync(file) ? read(file) : undefined
}

function read<File>(url: URL): File {
  return JSON.parse(readFileSync(url, 'utf8')) as File
}
