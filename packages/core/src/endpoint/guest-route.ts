import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import { TokenProviderError } from '../errors/errors.js'
import { issuedReply } from '../http/issued-reply.js'
import { readJsonBody } from '../http/request-body.js'
import type { TokenRequest } from '../http/token-request.js'
import { memberOf } from '../primitives/is-record.js'
import type { MintGate } from '../revocation/mint-gate.js'
import { createBoundedCall } from '../settings/bounded-call.js'
import type { Settings } from '../settings/settings.js'
import { createSlots } from '../settings/slots.js'
import type { CreateGuest } from '../stream-api/create-guest.js'
import { createGuestId } from '../token/guest-id.js'
import type { Mint } from '../token/mint.js'
import { NO_SCOPE } from '../token/token-scope.js'
import type { Route } from './endpoint.js'
import type { RateLimit } from './rate-limit.js'

/** The parts that the guest route uses. */
export interface GuestRouteParts {
  readonly createGuest: CreateGuest
  readonly mintGate: MintGate
  readonly mint: Mint
  readonly apiKey: () => string
  readonly count: RateLimit['guest']
  /** The lifetime of a guest's token, in seconds; null: it never expires. */
  readonly expiresIn: number | null
  /** The longest time that creating a guest may take, in seconds. */
  readonly timeout: number
  readonly settings: Pick<Settings, 'bodyLimit' | 'bodyTimeout' | 'maxPending'>
}

/** The most characters that a guest's name may have. */
const MAX_NAME = 100

/** Control characters, line breaks, direction overrides, and halves of a surrogate pair. */
const NOT_PRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

/**
 * Creates `POST /guest`: a new user at Stream with a random id, and a token for it. The body chooses the name alone, so no
 * request can name a user who exists.
 */
export function createGuestRoute<Raw>(parts: GuestRouteParts): Route<Raw> {
  const { createGuest, mintGate, mint, apiKey, count, expiresIn, timeout, settings } = parts
  const limits = { bytes: settings.bodyLimit, seconds: settings.bodyTimeout }
  const slots = createSlots()
  const boundedCall = createBoundedCall(() => slots, { seconds: timeout, most: settings.maxPending })

  /** A revocation of the whole app applies to guests as well. */
  async function openSnapshot(id: string, request: TokenRequest<Raw>): Promise<CutoffSnapshot> {
    const snapshot = await mintGate.snapshot(id)
    if (mintGate.isOpen(snapshot)) return snapshot
    await mintGate.waitUntilOpen(snapshot, request.signal)
    const last = await mintGate.snapshot(id)
    if (!mintGate.isOpen(last)) throw new TokenProviderError('revocation_in_force')
    return last
  }

  return {
    methods: ['POST'],
    checksOrigin: true,
    matches: path => path === '/guest',
    async respond(request) {
      const key = apiKey()
      const counted = count(request.address)
      if (counted !== undefined) await counted
      const name = readName(memberOf(await readJsonBody(request, limits), 'name'))
      const id = createGuestId()
      // Before anything is created: without a token, the user at Stream would be of no use.
      await openSnapshot(id, request)
      await boundedCall(() => createGuest({ id, name }), request)
      const { token, expiresAt } = await mint(id, { ...NO_SCOPE, expiresIn }, await openSnapshot(id, request))
      return issuedReply({ token, userId: id, apiKey: key, expiresAt, expiresIn }, request.headers('accept'))
    },
  }
}

/** Checks the name of a guest; it says which rule is broken, and never the name. */
function readName(name: unknown): string | undefined {
  if (name === undefined) return undefined
  if (typeof name !== 'string') throw invalid('name must be a string.')
  if (!/[^\s\p{Cf}]/u.test(name)) throw invalid('name must not be blank: leave it out.')
  if (NOT_PRINTABLE.test(name))
    throw invalid('name must not contain control characters, line breaks or direction overrides.')
  if (Array.from(name).length > MAX_NAME) throw invalid(`name must have at most ${MAX_NAME} characters.`)
  return name
}

function invalid(message: string): TokenProviderError {
  return new TokenProviderError('body_invalid', { message })
}
