/** Why something was refused: the `reason` of a {@link TokenProviderError} and of a problem response. */
export type ErrorReason =
  | 'config_invalid'
  | 'method_not_allowed'
  | 'not_found'
  | 'unsupported_media_type'
  | 'body_too_large'
  | 'body_invalid'
  | 'body_timeout'
  | 'origin_forbidden'
  | 'unauthenticated'
  | 'reauthentication_required'
  | 'forbidden'
  | 'user_blocked'
  | 'identity_invalid'
  | 'verify_user_failed'
  | 'internal_error'
  | 'rate_limited'
  | 'verify_user_timeout'
  | 'overloaded'
  | 'revocation_in_force'
  | 'revocation_state_unknown'
  | 'revocation_not_stored'
  | 'token_missing'
  | 'token_ambiguous'
  | 'token_malformed'
  | 'token_wrong_kind'
  | 'token_signature_invalid'
  | 'token_expired'
  | 'token_revoked'
  | 'token_not_yet_valid'
  | 'token_used_before_issued'
  | 'revocation_forbidden'
  | 'revocation_invalid'
  | 'date_in_future'
  | 'stream_api_failed'

/** The constant values of a reason. `challenge` is the value of `WWW-Authenticate`. */
export interface ErrorFacts {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly streamCode?: number
  readonly challenge?: string
  readonly retryAfter?: number
  readonly action?: string
}

const invalidToken = (why: string): string => `Bearer error="invalid_token", error_description="${why}"`

/** A refused token: Stream's error code and the challenge of RFC 6750 section 3.1. */
function token(
  status: number,
  streamCode: number,
  title: string,
  detail: string,
  challenge: string,
): ErrorFacts {
  return { status, title, detail, streamCode, challenge }
}

/** A 503: the server is busy or the state is unknown. The request is safe to retry. */
const later = (title: string, detail: string, action?: string): ErrorFacts => ({
  status: 503,
  title,
  detail,
  retryAfter: 1,
  ...(action !== undefined && { action }),
})

/** Every reason with its status, title and detail. All are constant, so that no response can leak a value. */
export const ERROR_REASONS: Readonly<Record<ErrorReason, ErrorFacts>> = {
  config_invalid: {
    status: 500,
    title: 'Configuration invalid',
    detail: 'The token provider is not configured correctly.',
    action: 'Fix the option or environment variable that the message names.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    detail: 'This route responds to other methods.',
  },
  not_found: { status: 404, title: 'Not found', detail: 'This route does not exist.' },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Send the body as application/json in UTF-8, without a content encoding, or send no body.',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    detail: 'The request body exceeds the size limit.',
  },
  body_invalid: { status: 400, title: 'Body invalid', detail: 'The request body must be one JSON object.' },
  body_timeout: { status: 408, title: 'Body timeout', detail: 'The request body did not arrive in time.' },
  origin_forbidden: {
    status: 403,
    title: 'Origin forbidden',
    detail: 'Requests from this origin are not allowed.',
    action: 'List the origin of the front end in allowedOrigins.',
  },
  unauthenticated: { status: 401, title: 'Not signed in', detail: 'Sign in first.', challenge: 'Bearer' },
  reauthentication_required: {
    status: 401,
    title: 'Sign in again',
    detail: 'This sign-in is older than the revocation of the user. Sign in again.',
    // RFC 9470, section 3.
    challenge: 'Bearer error="insufficient_user_authentication"',
  },
  forbidden: { status: 403, title: 'Forbidden', detail: 'This user is not allowed to have a token.' },
  user_blocked: { status: 403, title: 'User blocked', detail: 'This user is blocked.' },
  identity_invalid: {
    status: 500,
    title: 'Identity invalid',
    detail: 'The server could not determine who the user is.',
    action: 'verifyUser must return a user id, an object with id and known members only, or null.',
  },
  verify_user_failed: {
    status: 500,
    title: 'User check failed',
    detail: 'The server could not check the user.',
    action: 'verifyUser or authorizeRevocation threw. Set onEvent: event.cause is what it threw.',
  },
  internal_error: { status: 500, title: 'Internal error', detail: 'Something unexpected went wrong.' },
  rate_limited: { status: 429, title: 'Too many requests', detail: 'Wait before you retry.', retryAfter: 1 },
  verify_user_timeout: later(
    'User check timed out',
    'The server took too long to check the user.',
    'Make verifyUser or authorizeRevocation faster, or raise verifyUserTimeout.',
  ),
  overloaded: later('Overloaded', 'The server is busy.', 'Raise maxPending or add instances.'),
  revocation_in_force: later('Revocation in force', 'A revocation has just taken effect.'),
  revocation_state_unknown: later(
    'Revocation state unknown',
    'The server does not know whether this is revoked.',
  ),
  revocation_not_stored: later('Revocation not stored', 'The revocation could not be stored.'),
  token_missing: token(
    401,
    5,
    'Token missing',
    'Send the token in an Authorization: Bearer header.',
    'Bearer',
  ),
  token_ambiguous: token(
    400,
    5,
    'More than one credential',
    'Send exactly one token.',
    'Bearer error="invalid_request", error_description="more than one credential"',
  ),
  token_malformed: token(401, 5, 'Token malformed', 'This is not a Stream token.', invalidToken('malformed')),
  token_wrong_kind: token(
    401,
    5,
    'Wrong kind of token',
    'This route requires another kind of token.',
    invalidToken('wrong kind of token'),
  ),
  token_signature_invalid: token(
    401,
    43,
    'Signature invalid',
    'The token was not signed for this app.',
    invalidToken('signature invalid'),
  ),
  token_expired: token(401, 40, 'Token expired', 'The token has expired.', invalidToken('expired')),
  token_revoked: token(401, 40, 'Token revoked', 'The token was revoked.', invalidToken('revoked')),
  token_not_yet_valid: token(
    401,
    41,
    'Token not yet valid',
    'The token is not valid yet.',
    invalidToken('not yet valid'),
  ),
  token_used_before_issued: token(
    401,
    42,
    'Token used before issued',
    'The token was issued in the future.',
    invalidToken('used before issued'),
  ),
  revocation_forbidden: { status: 403, title: 'Revocation forbidden', detail: 'You may not revoke tokens.' },
  revocation_invalid: { status: 400, title: 'Revocation invalid', detail: 'This is not a valid revocation.' },
  date_in_future: {
    status: 400,
    title: 'Date in the future',
    detail: 'A revocation date must not be in the future. To lock a user out in advance, block the user.',
  },
  stream_api_failed: {
    status: 502,
    title: 'Stream not updated',
    detail: 'Stream did not accept the change. What the result lists is in force here. Retry the call.',
  },
}
