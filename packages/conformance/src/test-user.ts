import type { VerifyUserContext, VerifyUserResult } from '@stream-token/core'
import type { NeutralVerifyUser } from './host.js'
import { NOW } from './now.js'
import { INVALID_RESULTS, THROWS } from './user-results.js'

/** The request header with the user who is signed in, or with the way in which `verifyUser` must misbehave. */
export const TEST_USER = 'x-test-user'

/** Results other than a plain id, by the value of {@link TEST_USER}. */
const USERS: ReadonlyMap<string, VerifyUserResult> = new Map<string, VerifyUserResult>([
  ['nobody', null],
  ['nobody: undefined', undefined],
  ['nobody: false', false],
  ['expires in a minute', { id: 'john', expiresIn: 60 }],
  ['expires in a week', { id: 'john', expiresIn: 604_800 }],
  ['never expires', { id: 'john', expiresIn: null }],
  [
    'with all claims',
    { id: 'john', role: 'host', callCids: ['default:1'], channelCids: ['team:1'], claims: { a: [1] } },
  ],
  ['revoked, signed in 201 ms before', { id: 'revoked', signedInAt: NOW - 60.201 }],
  ['revoked, signed in 200 ms before', { id: 'revoked', signedInAt: NOW - 60.2 }],
  ['revoked, signed in after', { id: 'revoked', signedInAt: new Date((NOW - 59) * 1000) }],
  [
    'revoked, signed in a minute before',
    { id: 'revoked', signedInAt: new Date((NOW - 120) * 1000).toISOString() },
  ],
  ['john, signed in a minute before', { id: 'john', signedInAt: NOW - 120 }],
])

/**
 * Creates the `verifyUser` of an app under test. It returns the user in the header and uses nothing else of the request:
 * if a token contains another user, the app took the user from a source that it must not use.
 */
export function createTestVerifyUser(): NeutralVerifyUser {
  let waiting = 0
  let aborted = 0
  let active = 0
  let most = 0

  const untilAborted = ({ signal }: VerifyUserContext): Promise<null> => {
    waiting++
    return new Promise(resolve => {
      signal.addEventListener('abort', () => {
        aborted++
        resolve(null)
      })
    })
  }

  const after = async (milliseconds: number): Promise<string> => {
    most = Math.max(most, ++active)
    await new Promise(resolve => setTimeout(resolve, milliseconds))
    active--
    return 'john'
  }

  return (header, context) => {
    const user = header(TEST_USER)
    if (user === undefined) return null
    if (USERS.has(user)) return USERS.get(user)
    const [how = '', what = ''] = user.split(/: (.*)/s)
    switch (how) {
      case 'body':
        return { id: 'john', claims: { body: context.body } }
      case 'hang':
        return new Promise(() => {})
      case 'until aborted':
        return untilAborted(context)
      case 'in 20 ms':
        return after(20)
      case 'in 2 s':
        return after(2000)
      case 'count':
        return { id: 'john', claims: { waiting, aborted, most } }
      case 'return':
        return unchecked(INVALID_RESULTS.get(what)?.())
      case 'resolve':
        return Promise.resolve(unchecked(INVALID_RESULTS.get(what)?.()))
      case 'throw':
        throw THROWS.get(what)?.thrown()
      case 'reject':
        return Promise.reject(THROWS.get(what)?.thrown())
      default:
        return user
    }
  }
}

/** Casts an invalid result, which an app in plain JavaScript could return. */
function unchecked(value: unknown): VerifyUserResult {
  return isResult(value) ? value : undefined
}

function isResult(_value: unknown): _value is VerifyUserResult {
  return true
}
