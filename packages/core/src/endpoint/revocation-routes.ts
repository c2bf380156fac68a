import { isBlocked } from '../cutoffs/is-revoked.js'
import type { ReadState } from '../cutoffs/read-state.js'
import { parseRevocationDate } from '../cutoffs/revocation-date.js'
import { inForce } from '../cutoffs/versioned.js'
import { isTokenProviderError, TokenProviderError } from '../errors/errors.js'
import { readJsonBody } from '../http/request-body.js'
import { jsonReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { changeOf, parseRevokeCommand } from '../revocation/parse-revoke-command.js'
import { dateOf, type Revoker } from '../revocation/revoker.js'
import type { BoundedCall } from '../settings/bounded-call.js'
import type { AuthorizeRevocation } from '../settings/options.js'
import type { RevocationCommand } from '../settings/revocation-command.js'
import type { Settings } from '../settings/settings.js'
import { isUserId } from '../token/claims.js'
import type { Route } from './endpoint.js'
import { refusalOf } from './thrown-refusal.js'

/** The largest body of `POST /revocations`, in bytes: 1,000 user ids of usual length. */
const MAX_BODY = 65_536

const PATH = '/revocations'

/** The parts that the revocation routes use. */
export interface RevocationRoutesParts<Raw> {
  readonly authorize: AuthorizeRevocation<Raw>
  readonly boundedCall: BoundedCall
  readonly revoker: Revoker
  readonly read: ReadState
  readonly now: () => NumericDate
  readonly settings: Pick<Settings, 'bodyTimeout' | 'clockSkew'>
}

/** Creates `POST /revocations` and `GET /revocations/{userId}`, both behind the app's own `authorizeRevocation`. */
export function createRevocationRoutes<Raw>(parts: RevocationRoutesParts<Raw>): readonly Route<Raw>[] {
  const { authorize, boundedCall, revoker, read, now, settings } = parts
  const limits = { bytes: MAX_BODY, seconds: settings.bodyTimeout }

  /** Only the value true permits the command. */
  async function check(request: TokenRequest<Raw>, command: RevocationCommand): Promise<void> {
    let result: unknown
    try {
      result = await boundedCall(signal => authorize(request.raw, { command, signal: signal() }), request)
    } catch (thrown) {
      // An error of this package, such as that of `authenticate`, is the response as it is.
      const refusal = isTokenProviderError(thrown) ? thrown : refusalOf(thrown)
      throw refusal.reason === 'forbidden' ? new TokenProviderError('revocation_forbidden') : refusal
    }
    if (result !== true) throw new TokenProviderError('revocation_forbidden')
  }

  return [
    {
      methods: ['POST'],
      checksOrigin: true,
      matches: path => path === PATH,
      async respond(request) {
        const command = parseRevokeCommand(await readJsonBody(request, limits))
        await check(request, command)
        const { userIds, before } = command
        const { clockSkew } = settings
        const result =
          userIds === undefined
            ? await revoker.app(parseRevocationDate(before, now(), clockSkew))
            : await revoker.users(userIds, changeOf(command, now(), clockSkew))
        return jsonReply(200, JSON.stringify(result))
      },
    },
    {
      methods: ['GET'],
      checksOrigin: false,
      matches: path => path.startsWith(`${PATH}/`) && !path.includes('/', PATH.length + 1),
      async respond(request) {
        const userId = decode(request.path.slice(PATH.length + 1))
        if (!isUserId(userId)) throw new TokenProviderError('revocation_invalid')
        await check(request, { action: 'read', userId })
        const state = await read(userId)
        const body = {
          userId,
          before: dateOf(inForce(state.user)),
          blockedUntil: isBlocked(state, now()) ? dateOf(inForce(state.block)) : null,
          appBefore: dateOf(inForce(state.app)),
        }
        return jsonReply(200, JSON.stringify(body))
      },
    },
  ]
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
