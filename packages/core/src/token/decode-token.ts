import { decodeText } from '#hs256'
import { TokenProviderError } from '../errors/errors.js'
import { isCanonical } from './compact-jws.js'
import { isDevToken, readDevToken } from './dev-token.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'

/** The content of a token that nobody has verified. */
export interface DecodedToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** Whether it is a dev token, which has no signature. */
  readonly isDevToken: boolean
}

/**
 * Reads a token without verifying it, for tools that explain tokens; undefined if it is not one. Whoever holds a token can
 * write anything into it, so never decide by its claims who a user is.
 */
export function decodeToken(token: string): DecodedToken | undefined {
  const [first = '', second = '', signature, ...more] = token.split('.')
  if (signature === undefined || more.length > 0) return undefined
  const unsigned = isDevToken(token)
  const header = parsePart(first)
  const claims = unsigned ? parseDevPayload(token) : parsePart(second)
  return header && claims && { header, claims, isDevToken: unsigned }
}

function parsePart(part: string): JsonObject | undefined {
  return /^[\w-]+$/.test(part) && isCanonical(part) ? parseJsonObject(decodeText(part)) : undefined
}

function parseDevPayload(token: string): JsonObject | undefined {
  try {
    return parseJsonObject(readDevToken(token))
  } catch (error) {
    if (error instanceof TokenProviderError) return undefined
    throw error
  }
}
