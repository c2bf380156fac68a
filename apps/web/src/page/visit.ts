import type { Chat } from './chat.js'
import type { Demo, Person } from './demo.js'
import type { Journal } from './journal.js'
import type { Ask } from './token-source.js'

/** What a panel of the signed-in page works with. */
export interface Visit {
  readonly demo: Demo
  readonly person: Person
  readonly chat: Chat
  readonly journal: Journal
  /** The token that was answered last. */
  readonly token: () => string
  /** Every ask of the token provider that was answered, with a token or a no. */
  readonly asks: readonly Ask[]
}
