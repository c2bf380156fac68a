import type { VerifyUserContext, VerifyUserResult } from '@stream-token/core'
import type { NeutralVerifyUser } from './host.js'
import { RUBBISH, THROWS } from './user-answers.js'

/** The request header by which a case says who is signed in, or how `verifyUser` misbehaves. */
export const TEST_USER = 'x-test-user'

/** Users that say more than an id; the names are what {@link TEST_USER} holds. */
const USERS: ReadonlyMap<string, VerifyUserResult> = new Map<string, VerifyUserResult>([
  ['nobody', null],
  ['nobody: undefined', undefined],
  ['nobody: false', false],
  ['in a minute', { id: 'john', expiresIn: 60 }],
  ['in a week', { id: 'john', expiresIn: 604_800 }],
  ['never', { id: 'john', expiresIn: null }],
  [
    'with all',
    { id: 'john', role: 'host', callCids: ['default:1'], channelCids: ['team:1'], claims: { a: [1] } },
  ],
])

/**
 * Makes the `verifyUser` of an app under test. It answers with the user that the header names, and never looks at
 * anything else: whoever else shows up in a token came from somewhere he must not.
 */
export function createTestVerifyUser(): NeutralVerifyUser {
  let waiting = 0
  let aborted = 0
  let here = 0
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
    most = Math.max(most, ++here)
    await new Promise(resolve => setTimeout(resolve, milliseconds))
    here--
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
      case 'rubbish':
        return unchecked(RUBBISH.get(what)?.())
      case 'rubbish later':
        return Promise.resolve(unchecked(RUBBISH.get(what)?.()))
      case 'throw':
        throw THROWS.get(what)?.thrown()
      case 'reject':
        return Promise.reject(THROWS.get(what)?.thrown())
      default:
        return user
    }
  }
}

/** What an app in plain JavaScript can answer: a compiler would not let it. */
function unchecked(value: unknown): VerifyUserResult {
  return isAnswer(value) ? value : undefined
}

function isAnswer(_value: unknown): _value is VerifyUserResult {
  return true
}
