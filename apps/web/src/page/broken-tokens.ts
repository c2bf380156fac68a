import { DevToken } from 'stream-chat'
import { textField } from './field.js'
import { ownServer } from './own-server.js'
import { signToken } from './sign-token.js'
import { askForToken } from './token-answer.js'
import type { Visit } from './visit.js'

/** A token that must be refused, and who presents it. */
export interface BrokenToken {
  readonly title: string
  readonly how: string
  /** The user that the presenting client says it is. */
  readonly presenter: string
  make(): Promise<string>
}

/** The five tokens that must be refused, for the person who is signed in. */
export function brokenTokens({ demo, person, journal }: Visit): readonly BrokenToken[] {
  const other = demo.people.find(({ id }) => id !== person.id) ?? person
  return [
    {
      title: 'Another user’s token',
      how: `A client says it is ${other.name}, and presents a token of yours.`,
      presenter: other.id,
      make: async () => {
        journal.add('asked', 'A token of yours, asked for beside the client, to be misused.')
        return (await askForToken()).token
      },
    },
    {
      title: 'A token signed with another secret',
      how: 'Signed here in the browser, with a secret made up on the spot.',
      presenter: person.id,
      make: () => foreign(person.id),
    },
    {
      title: 'A token from the future',
      how: 'Signed with the true secret, but issued an hour from now.',
      presenter: person.id,
      make: () => fromServer('future'),
    },
    {
      title: 'An expired token',
      how: 'Signed with the true secret, but over since an hour ago.',
      presenter: person.id,
      make: () => fromServer('expired'),
    },
    {
      title: 'A development token',
      how: 'Nobody signed it: its third part is the word devtoken.',
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

async function fromServer(fault: 'future' | 'expired'): Promise<string> {
  return textField(await ownServer('POST', 'demo/broken-token', { body: { fault } }), 'token')
}
