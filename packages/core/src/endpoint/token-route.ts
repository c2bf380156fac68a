import { configInvalid, isTokenProviderError, TokenProviderError, withCause } from '../errors/errors.js'
import { issuedReply } from '../http/issued-reply.js'
import { readJsonBody } from '../http/request-body.js'
import { jsonReply, type TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import { isRecord } from '../primitives/is-record.js'
import type { Settings } from '../settings/settings.js'
import type { Route } from './endpoint.js'
import type { Issue, TokenHandlerOptions } from './issue-token.js'
import type { RateLimit } from './rate-limit.js'

/** The parts that the token route uses. */
export interface TokenRouteParts<Raw> {
  readonly issue: Issue<Raw>
  readonly apiKey: () => string
  readonly count: RateLimit['address']
  readonly settings: Pick<Settings, 'bodyLimit' | 'bodyTimeout'>
}

/** Creates `POST /token`: read the body, identify the user, mint, reply. */
export function createTokenRoute<Raw>(parts: TokenRouteParts<Raw>): Route<Raw> {
  const respond = createTokenResponse(parts, {})
  return { methods: ['POST'], checksOrigin: true, matches: path => path === '/token', respond }
}

/** Creates the token route without a path, for `tokenHandler`: it responds to GET as well, where the app routes it. */
export function createTokenHandlerRoute<Raw>(
  parts: TokenRouteParts<Raw>,
  options: TokenHandlerOptions<Raw>,
): Route<Raw> {
  const respond = createTokenResponse(parts, options)
  return { methods: ['GET', 'POST'], checksOrigin: true, matches: () => true, respond }
}

/**
 * Checks the options of `tokenHandler`.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function parseHandlerOptions<Raw>(options: TokenHandlerOptions<Raw>): TokenHandlerOptions<Raw> {
  if (!isRecord(options)) throw configInvalid(['the options of tokenHandler must be an object'])
  const { responseBody, ...unknown } = options
  const errors = Object.keys(unknown).map(name => `${name} is not an option of tokenHandler`)
  if (responseBody !== undefined && typeof responseBody !== 'function')
    errors.push('responseBody must be a function')
  if (errors.length > 0) throw configInvalid(errors)
  return options
}

function createTokenResponse<Raw>(
  { issue, apiKey, count, settings }: TokenRouteParts<Raw>,
  { responseBody }: TokenHandlerOptions<Raw>,
): (request: TokenRequest<Raw>) => Promise<TokenReply> {
  const limits = { bytes: settings.bodyLimit, seconds: settings.bodyTimeout }
  return async request => {
    // Missing credentials are reported before anything is counted or read.
    apiKey()
    const counted = count(request.address)
    if (counted !== undefined) await counted
    const issued = await issue(request, request.method === 'GET' ? {} : await readJsonBody(request, limits))
    if (responseBody !== undefined)
      return jsonReply(200, await writeBody(() => responseBody(issued, request.raw)))
    return issuedReply(issued, request.headers('accept'))
  }
}

async function writeBody(responseBody: () => unknown): Promise<string> {
  try {
    const text: unknown = JSON.stringify(await responseBody())
    if (typeof text === 'string') return text
    throw new TypeError('responseBody must return a JSON value.')
  } catch (thrown) {
    if (isTokenProviderError(thrown)) throw thrown
    throw withCause(
      new TokenProviderError('internal_error', { message: 'responseBody of tokenHandler failed.' }),
      thrown,
    )
  }
}
