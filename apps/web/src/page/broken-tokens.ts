import { DevToken } from 'stream-chat'
import { textField } from './field.js'
import { ownServer } from './own-server.js'
import { signToken } from './sign-token.js'
import { requestToken } from './token-response.js'
import type { Visit } from './visit.js'

/** A token that must be refused, and the user that presents it. */
export interface BrokenToken {
  readonly title: string
  readonly how: string
  /** The user id that the presenting client claims. */
  readonly presenter: string
  make(): Promise<string>
}

/** Returns the five tokens that must be refused, for the signed-in person. */
export function brokenTokens({ demo, person, log }: Visit): readonly BrokenToken[] {
  const other = demo.people.find(({ id }) => id !== person.id) ?? person
  return [
    {
      title: 'Another user’s token',
      how: `A client for ${other.name} presents your token.`,
      presenter: other.id,
      make: async () => {
        log.add('request', 'An extra token for you, requested for this test only.')
        return (await requestToken()).token
      },
    },
    {
      title: 'A token signed with another secret',
      how: 'Signed in this browser with a random secret.',
      presenter: person.id,
      make: () => foreign(person.id),
    },
    {
      title: 'A token from the future',
      how: 'Signed with the real secret, but issued one hour from now.',
      presenter: person.id,
      make: () => fromServer('future'),
    },
    {
      title: 'An expired token',
      how: 'Signed with the real secret, but expired one hour ago.',
      presenter: person.id,
      make: () => fromServer('expired'),
    },
    {
      title: 'A development token',
      how: 'Not signed: its third part is the word devtoken.',
      presenter: person.id,
      make: async () => DevToken(person.id),
    },
  ]
}

function foreign(userId: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const secret = crypto.getRandomValues(new Uint8Array(32))
  return signToken({ user_id: userId, exp: now + 3600, iat: now - 5 }, secret)
}

async function fromServer(kind: 'future' | 'expired'): Promise<string> {
  return textField(await ownServer('POST', 'demo/broken-token', { body: { kind } }), 'token')
}
